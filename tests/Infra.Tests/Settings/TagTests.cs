using System.Text.Json;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Tests.Settings;

/// <summary>Tags that some service would refuse halfway through an update are refused before it.</summary>
/// <remarks>Proof limit: the rules are those of the documentation; a single service may be stricter.</remarks>
public class TagTests
{
    private const string Form = "expected a list of different tags in the form \"Key=Value\" whose keys do not begin with aws:";

    [TestCase("Team", Form)]
    [TestCase("=1", Form)]
    [TestCase("aws:x=1", Form)]
    [TestCase("AWS:x=1", Form)]
    [TestCase("Team!=1", "is \"Team!=1\": expected letters, digits, spaces inside, and _ . : / = + - @")]
    [TestCase("Team=a,b", "is \"Team=a,b\": expected letters, digits, spaces inside, and _ . : / = + - @")]
    [TestCase("Team=a\tb", "expected letters, digits, spaces inside, and _ . : / = + - @")]
    [TestCase(" Team=1", "expected letters, digits, spaces inside")]
    [TestCase("Team= 1", "expected letters, digits, spaces inside")]
    [TestCase("project=web", "has the keys \"Project\", \"project\", of which \"Project\" is the program's own: expected keys that "
        + "differ not only in case, which IAM refuses")]
    [TestCase("STACK=web", "has the keys \"Stack\", \"STACK\", of which")]
    [TestCase("sessionstore=web", "has the keys \"SessionStore\", \"sessionstore\", of which")]
    [TestCase("managedBy=web", "has the keys \"ManagedBy\", \"managedBy\", of which")]
    public void A_tag_that_AWS_refuses_is_refused(string tag, string problem) => Refused([tag], problem);

    [Test]
    public void Keys_of_the_users_own_differ_not_only_in_case_either() =>
        Refused(["Team=a", "team=b"], "has the keys \"Team\", \"team\": expected keys that differ not only in case, which IAM refuses");

    [Test]
    public void The_same_key_twice_is_refused() => Refused(["a=1", "a=2"], Form);

    [Test]
    public void Lengths_are_those_of_every_service() => Assert.Multiple(() =>
    {
        Refused([$"{new string('k', 129)}=v"], "expected a key of at most 128 characters, not 129");
        Refused([$"k={new string('v', 257)}"], "expected a value of at most 256 characters, not 257");
        Refused([.. Enumerable.Range(0, 46).Select(number => $"k{number}=v")], "makes 50 tags together with the program's 4: expected "
            + "at most 49: a resource has at most 50");
    });

    [Test]
    public async Task Whatever_is_allowed_reaches_the_provider()
    {
        string[] tags = [$"{new string('k', 128)}={new string('v', 256)}", "Größe=sehr groß", "cost/center:a.b_c-d@e=x=y+z", "Empty=",
            "Project=mine"];
        var stage = await Deployed.With("primary", ("session-store:tags", JsonSerializer.Serialize(tags)));
        var sent = stage.Only("pulumi:providers:aws").Json("defaultTags").GetProperty("tags").EnumerateObject()
            .Select(tag => $"{tag.Name}={tag.Value}");
        Assert.That(sent, Is.SupersetOf(tags));
    }

    [Test]
    public void The_programs_own_keys_are_those_that_the_provider_gets() => Assert.That(
        Deployed.Stack("primary").Result.Only("pulumi:providers:aws").Json("defaultTags").GetProperty("tags").EnumerateObject()
            .Select(tag => tag.Name),
        Is.EquivalentTo(ResourceTags.Own));

    private static void Refused(string[] tags, string problem)
    {
        foreach (var stack in new[] { "primary", "secondary" })
        {
            Assert.That(
                () => Deployed.With(stack, ("session-store:tags", JsonSerializer.Serialize(tags))),
                Throws.InstanceOf<RunException>().With.Message.StartsWith($"1 problem in the settings of stack "
                    + $"{stack}:").And.Message.Contains(problem));
        }
    }
}
