using System.Text.RegularExpressions;
using SessionStore.Contract;

namespace SessionStore.Infra.Tests.Repository;

/// <summary>docs/outputs.md names what the stacks really output, and no more.</summary>
public partial class OutputsDocumentTests
{
    private static readonly IReadOnlyDictionary<string, Output[]> _sections = File
        .ReadAllText(Path.Combine(Deployed.Root, "docs", "outputs.md")).Split("\n## ").Skip(1).ToDictionary(
            section => section.Split('\n')[0],
            section => Row().Matches(section).Select(row =>
                new Output(row.Groups["name"].Value, row.Groups["with"].Value.Trim())).ToArray());

    private static Output[] Primary => [.. _sections["Every stack"], .. _sections["The primary's stack"]];

    private static Output[] Secondary => [.. _sections["Every stack"], .. _sections["A secondary's stack"]];

    [TestCaseSource(nameof(Stacks))]
    public async Task A_stack_has_no_other_outputs_and_all_that_need_no_option(string stack)
    {
        var run = await Run(stack);
        var documented = run.Outputs.ContainsKey("hostedZoneId") ? Primary : Secondary;
        var kind = run.Outputs.ContainsKey(OutputNames.Store) ? "memoryDb" : "globalDatastore";
        Assert.Multiple(() =>
        {
            Assert.That(run.Outputs.Keys, Is.SubsetOf(documented.Select(output => output.Name)));
            Assert.That(
                documented.Where(output => output.With == "" || output.With == $"`{kind}`").Select(output => output.Name),
                Is.SubsetOf(run.Outputs.Keys));
        });
    }

    [Test]
    public void It_has_the_names_of_the_contract() => Assert.That(
        _sections.Values.SelectMany(outputs => outputs).Select(output => output.Name),
        Is.EquivalentTo(typeof(OutputNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)));

    private static IEnumerable<string> Stacks => Deployed.Options.Concat(Deployed.Examples).Concat(["primary", "secondary"]);

    private static Task<StageRun> Run(string stack) => Deployed.Options.Contains(stack) ? Deployed.Option(stack) : Deployed.Stack(stack);

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|(?<with>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private sealed record Output(string Name, string With);
}
