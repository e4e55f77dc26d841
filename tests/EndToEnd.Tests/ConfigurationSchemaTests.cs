using SessionStore.EndToEnd.Tests.Support;

namespace SessionStore.EndToEnd.Tests;

/// <summary>A stack file is completed from the schema as the Pulumi CLI does it.</summary>
public sealed class ConfigurationSchemaTests
{
    [Test]
    public void Missing_values_come_from_the_schema_as_the_text_that_a_program_gets()
    {
        using var project = new SampleProject("config:\n  sample:domain: example.com\n");

        Assert.That(project.Read().Values, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["sample:domain"] = "example.com",
            ["sample:region-list"] = """["b","a"]""",
            ["sample:nodes"] = "2",
            ["sample:protected"] = "false",
            ["aws:region"] = "eu-west-1",
        }));
    }

    [Test]
    public void The_stack_has_the_last_word_with_or_without_the_namespace()
    {
        using var project = new SampleProject("config:\n  domain: 'a.example'\n  nodes: 3\n  aws:region: us-east-2\n  protected: true\n");

        var stack = project.Read();

        Assert.That(
            new[] { "sample:domain", "sample:nodes", "aws:region", "sample:protected" }.Select(stack.Get),
            Is.EqualTo(new[] { "a.example", "3", "us-east-2", "true" }));
    }

    [Test]
    public void A_list_becomes_JSON()
    {
        using var project = new SampleProject("config:\n  domain: d\n  region-list: [c, 3, true, \"3\"]\n");

        Assert.That(project.Read().Get("sample:region-list"), Is.EqualTo("""["c",3,true,"3"]"""));
    }

    [TestCase("9.0", "9.0 is a number: expected a whole one, or quotation marks")]
    [TestCase("[9.0]", "9.0 is a number: expected a whole one, or quotation marks")]
    [TestCase("{ a: b }", "expected a text, a whole number, a boolean or a list of these")]
    [TestCase("[[a]]", "expected a text, a whole number or a boolean in a list")]
    public void What_a_program_would_get_otherwise_than_it_is_written_is_refused(string value, string problem)
    {
        using var project = new SampleProject($"config:\n  domain: {value}\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>().With.Message.Contains(problem));
    }

    [Test]
    public void A_key_without_a_default_is_refused_because_the_CLI_would_ask_every_stack_for_it()
    {
        using var project = new SampleProject("config: {}\n", "name: sample\nconfig:\n  a: { type: string }\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>().With.Message.EndsWith("Pulumi.yaml: a has no default"));
    }

    [Test]
    public void An_encrypted_value_is_refused()
    {
        using var project = new SampleProject("config:\n  domain:\n    secure: v1:abc\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>().With.Message.Contains("domain is encrypted"));
    }

    [Test]
    public void A_changed_copy_leaves_the_original_alone()
    {
        using var project = new SampleProject("config:\n  domain: d\n");
        var stack = project.Read();

        var changed = stack.With(("sample:domain", "e"), ("sample:nodes", null));

        Assert.That((changed.Get("sample:domain"), changed.Get("sample:nodes")), Is.EqualTo(("e", (string?)null)));
        Assert.That((stack.Get("sample:domain"), stack.Get("sample:nodes")), Is.EqualTo(("d", "2")));
    }
}
