namespace SessionStore.Infra.Tests.Application;

/// <summary>What would not start on an instance is refused before anything is uploaded.</summary>
public class PublishedApplicationTests
{
    private const string FrameworkDependent = """{"runtimeOptions":{"framework":{"name":"Microsoft.AspNetCore.App","version":"10.0.0"}}}""";

    private const string Invariant =
        """{"runtimeOptions":{"includedFrameworks":[],"configProperties":{"System.Globalization.Invariant":true}}}""";

    [Test]
    public async Task A_published_folder_is_started_by_the_file_that_its_runtimeconfig_is_named_after()
    {
        using var published = Published.Whole("My.Shop");
        Assert.That(await Script(published), Does.Contain("exec '/opt/session-application/My.Shop'").And.Contain("dnf install -y libicu"));
    }

    [Test]
    public async Task One_that_needs_no_cultures_waits_for_none()
    {
        using var published = Published.Whole(config: Invariant);
        Assert.That(await Script(published), Does.Not.Contain("dnf"));
    }

    [Test]
    public async Task A_command_of_the_users_may_be_a_script()
    {
        using var published = Published.Whole();
        published.Write("start.sh", "#!/bin/sh\n");
        Assert.That(await Script(published, ("session-store:applicationCommand", "start.sh")),
            Does.Contain("exec '/opt/session-application/start.sh'"));
    }

    [Test]
    public void A_relative_path_is_relative_to_Pulumi_yaml_wherever_the_program_is_started() => Assert.That(
        () => Deployed.OptionWith("application-primary", ("session-store:application", "app/bin/package")), Throws.Nothing);

    [Test]
    public void A_folder_that_is_not_there_is_named() => Refused(
        "/nowhere/at/all",
        "session-store:application is \"/nowhere/at/all\": expected none, sample or the path of a published folder, and /nowhere/at/all is "
            + "not one");

    [Test]
    public void A_folder_with_nothing_published_or_two_applications_is_told_how_many()
    {
        using var empty = new Published();
        using var two = Published.Whole();
        two.Write("Other.runtimeconfig.json", "{}");
        Refused(empty.Folder, "a folder with one file *.runtimeconfig.json, which names what is started, not 0; or "
            + "session-store:applicationCommand names it");
        Refused(two.Folder, "not 2; or");
    }

    [Test]
    public void An_application_without_its_runtime_is_told_how_to_bring_it()
    {
        using var published = Published.Whole(config: FrameworkDependent);
        Refused(published.Folder, "expected an application that brings its runtime along: the instances have none; "
            + "`dotnet publish -r linux-x64 --self-contained`");
    }

    [TestCase(183, TestName = "A program for ARM is refused")]
    [TestCase(0, TestName = "A program for nothing is refused")]
    public void A_program_for_another_machine_is_refused(byte machine)
    {
        using var published = Published.Whole(machine: machine);
        Refused(published.Folder, "expected Shop to be a program for linux-x64");
    }

    [Test]
    public void A_missing_program_an_empty_one_and_a_broken_file_beside_it_are_named()
    {
        using var published = Published.Whole(config: "{");
        File.Delete(Path.Combine(published.Folder, "Shop"));
        Refused(published.Folder, $"expected the file Shop in {published.Folder}");
        Refused(published.Folder, "Shop.runtimeconfig.json to be what `dotnet publish` writes: ");
        published.Write("Shop", "");
        Refused(published.Folder, "expected Shop to be a program for linux-x64");
    }

    [TestCase("bin/start", "session-store:applicationCommand is \"bin/start\": expected the name of a file in the published folder")]
    [TestCase("..", "session-store:applicationCommand is \"..\": expected the name of a file in the published folder")]
    [TestCase("a'; reboot; '", "expected the name of a file in the published folder")]
    [TestCase("absent", "session-store:applicationCommand is \"absent\": expected the file absent in ")]
    public void A_command_that_is_no_file_of_the_folders_is_refused(string command, string problem)
    {
        using var published = Published.Whole();
        Refused(published.Folder, problem, ("session-store:applicationCommand", command));
    }

    private static async Task<string> Script(Published published, params (string, string)[] more) =>
        UserData.Of(await Deployed.OptionWith("application-primary", [("session-store:application", published.Folder), .. more]));

    private static void Refused(string folder, string problem, params (string, string)[] more) => Assert.That(
        () => Deployed.OptionWith("application-primary", [("session-store:application", folder), .. more]),
        Throws.InstanceOf<RunException>().With.Message.Contains(problem));
}
