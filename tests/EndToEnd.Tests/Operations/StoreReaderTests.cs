using System.Text.Json;
using SessionStore.Ops;
using SessionStore.Ops.Store;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>What the tool learns from the outputs of the stacks, and what it says where they do not fit.</summary>
public sealed class StoreReaderTests
{
    // Every stack of a store puts these out.
    private static readonly (string Name, object? Value)[] _shared = [("name", "s"), ("globalReplicationGroupId", "ldgnf-s")];

    [Test]
    public void The_primary_stack_comes_first_whatever_the_order()
    {
        var store = StoreReader.Read([Secondary(), Primary()]);
        Assert.Multiple(() =>
        {
            Assert.That(store.Regions.Select(region => region.Name), Is.EqualTo(new[] { "us-east-1", "us-east-2" }));
            Assert.That(store.PinName, Is.EqualTo("_pin.w.example"));
            Assert.That(store.AtEndpoint("endpoint.us-east-2")?.Stack, Is.EqualTo("secondary"));
        });
    }

    [Test]
    public void A_third_stack_is_one_more_Region_behind_the_primarys_in_the_order_of_the_options()
    {
        var store = StoreReader.Read([Secondary(), Outputs("tertiary", "us-west-2", _shared), Primary()]);
        Assert.That(store.Regions.Select(region => region.Stack), Is.EqualTo(new[] { "primary", "secondary", "tertiary" }));
    }

    [Test]
    public void Everything_that_is_missing_is_told_at_once()
    {
        var failure = Assert.Throws<OpsException>(() =>
            StoreReader.Read([Primary(("topicArn", null), ("hostedZoneId", 5)), Secondary(("writerName", "x.example"))]));
        Assert.Multiple(() =>
        {
            Assert.That(
                failure!.Message,
                Does.Contain("stack primary: output topicArn is missing: run `pulumi up --stack primary` with this version of "
                    + "the program"));
            Assert.That(failure.Message, Does.Contain("stack primary: output hostedZoneId is 5: expected a text"));
            Assert.That(
                failure.Message,
                Does.Contain("stack secondary: output writerName is \"x.example\": expected \"w.example\", as in stack primary"));
        });
    }

    [Test]
    public void One_stack_is_the_primary_and_each_has_its_Region()
    {
        Assert.That(
            () => StoreReader.Read([Secondary()]),
            Throws.TypeOf<OpsException>().With.Message.Contains("none of secondary have an output hostedZoneId"));
        Assert.That(
            () => StoreReader.Read([Primary(), Secondary(("region", "us-east-1"))]),
            Throws.TypeOf<OpsException>().With.Message
                .Contains("stacks primary and secondary deploy to us-east-1: expected a Region for each"));
    }

    [Test]
    public async Task A_file_that_is_no_object_says_what_it_should_be()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "[1]");
        Assert.That(
            async () => await StackOutputs.OfFileAsync(file, default),
            Throws.TypeOf<OpsException>().With.Message.Contains("expected the outputs of a stack as a JSON object"));
        File.Delete(file);
        Assert.That(
            async () => await StackOutputs.OfFileAsync(file, default),
            Throws.TypeOf<OpsException>().With.Message.StartsWith($"--outputs {file}: "));
    }

    [Test]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_Pulumi_CLI_is_asked_where_there_are_no_files()
    {
        var folder = Directory.CreateTempSubdirectory("session-store-");
        var pulumi = Path.Combine(folder.FullName, "pulumi");
        await File.WriteAllTextAsync(pulumi, """
            #!/bin/sh
            [ "$*" = 'stack output --json --stack dev' ] && echo '{"region":"eu-west-1"}' || { echo "no stack named $5" >&2; exit 255; }

            """);
        File.SetUnixFileMode(pulumi, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", folder.FullName + Path.PathSeparator + path);
        try
        {
            Assert.That((await StackOutputs.OfPulumiAsync("dev", default)).Values["region"].GetString(), Is.EqualTo("eu-west-1"));
            Assert.That(async () => await StackOutputs.OfPulumiAsync("nope", default), Throws.TypeOf<OpsException>().With.Message.EqualTo(
                "pulumi stack output --json --stack nope: no stack named nope"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            folder.Delete(recursive: true);
        }
    }

    private static StackOutputs Primary(params (string Name, object? Value)[] changes) =>
        Outputs("primary", "us-east-1", [.. _shared, ("hostedZoneId", "Z1"), .. changes]);

    private static StackOutputs Secondary(params (string Name, object? Value)[] changes) =>
        Outputs("secondary", "us-east-2", [.. _shared, .. changes]);

    private static StackOutputs Outputs(string stack, string region, (string Name, object? Value)[] changes)
    {
        var values = new Dictionary<string, object?>
        {
            ["region"] = region,
            ["writerName"] = "w.example",
            ["replicationGroupId"] = $"s-{region}",
            ["primaryEndpoint"] = $"endpoint.{region}",
            ["topicArn"] = $"arn:{region}",
            ["undeliveredQueueUrl"] = "https://undelivered",
            ["failedQueueUrl"] = "https://failed",
        };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }
        return new(stack, values.Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value)));
    }
}
