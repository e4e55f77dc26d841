using SessionStore.EndToEnd.Tests.Support;

namespace SessionStore.EndToEnd.Tests;

/// <summary>A stack file is completed and checked as the Pulumi CLI does it.</summary>
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
    public void Structured_values_become_compact_JSON_with_ordered_keys()
    {
        using var project = new SampleProject(
            "config:\n  domain: d\n  sample:tags:\n    z: \"1\"\n    a: [true, 1.5, null, \"<x>\"]\n");

        Assert.That(project.Read().Get("sample:tags"), Is.EqualTo("""{"a":[true,1.5,null,"\u003cx\u003e"],"z":"1"}"""));
    }

    [Test]
    public void A_number_without_quotes_loses_what_only_a_text_has()
    {
        using var project = new SampleProject("config:\n  domain: 9.0\n  sample:versions: [9.0, 8.1, \"9.0\"]\n");

        var stack = project.Read();

        Assert.That((stack.Get("sample:domain"), stack.Get("sample:versions")), Is.EqualTo(("9", """[9,8.1,"9.0"]""")));
    }

    [Test]
    public void A_required_value_that_is_missing_is_named_as_the_CLI_names_it()
    {
        using var project = new SampleProject("config: {}\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>()
            .With.Message.EqualTo("Stack 'dev' is missing configuration value 'domain'"));
    }

    [Test]
    public void Several_missing_values_are_named_together()
    {
        using var project = new SampleProject("config: {}\n", "name: sample\nconfig:\n  c: { type: string }\n  b: { type: string }\n  a: { type: string }\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>()
            .With.Message.EqualTo("Stack 'dev' is missing configuration values 'a', 'b' and 'c'"));
    }

    [TestCase("nodes: two", "nodes", "integer")]
    [TestCase("protected: yes please", "protected", "boolean")]
    [TestCase("region-list: a", "region-list", "array")]
    public void A_value_of_the_wrong_type_is_refused(string entry, string key, string type)
    {
        using var project = new SampleProject($"config:\n  domain: d\n  {entry}\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>()
            .With.Message.EqualTo($"Stack 'dev' with configuration key '{key}' must be of type '{type}'"));
    }

    [Test]
    public void A_provider_setting_with_a_type_is_refused()
    {
        using var project = new SampleProject("config: {}\n", "name: sample\nconfig:\n  aws:region: { type: string, default: x }\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>().With.Message.Contains("'aws:region'"));
    }

    [Test]
    public void An_encrypted_value_is_refused()
    {
        using var project = new SampleProject("config:\n  domain:\n    secure: v1:abc\n");

        Assert.That(project.Read, Throws.TypeOf<InvalidDataException>().With.Message.Contains("'domain' is encrypted"));
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
