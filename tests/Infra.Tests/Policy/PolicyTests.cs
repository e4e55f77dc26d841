namespace SessionStore.Infra.Tests.Policy;

/// <summary>Every rule over every stack file and every combination of options.</summary>
/// <remarks>Proof limit: the rules are ours, and AWS has more.</remarks>
public sealed class PolicyTests
{
    private static IReadOnlyList<PolicyCase> _cases = [];

    private static IEnumerable<string> Names => Rule.All.Select(rule => rule.Name);

    [OneTimeSetUp]
    public async Task Deploy() => _cases = await PolicyCase.AllAsync();

    [TestCaseSource(nameof(Names))]
    public void Holds(string rule) =>
        Assert.That(_cases.SelectMany(Rule.All.Single(candidate => candidate.Name == rule).Violations), Is.Empty);

    [Test]
    public void There_is_a_case_for_every_stack_file_and_every_combination() => Assert.Multiple(() =>
    {
        var stacks = _cases.SelectMany(test => test.Stages).Select(stage => stage.Stack).ToArray();
        Assert.That(Deployed.Options.Concat(Deployed.Examples).Concat(["primary", "secondary"]).Except(stacks), Is.Empty);
        Assert.That(_cases.Count(test => Combination.All.Any(combination => combination.Name == test.Name)),
            Is.EqualTo(Combination.All.Count));
        // A store on MemoryDB has no function, queues, topic and rule.
        Assert.That(
            _cases.SelectMany(test => test.Stages).Where(stage => stage.Resources.Count <= (OnMemoryDb(stage) ? 40 : 55))
                .Select(stage => $"{stage.Stack}: {stage.Resources.Count}"),
            Is.Empty);
    });

    private static bool OnMemoryDb(PolicyStage stage) => stage.All("aws:memorydb/cluster:Cluster").Any();

    [Test]
    public void Every_two_values_of_different_options_meet()
    {
        var met = Combination.All.SelectMany(combination => Pairwise.Pairs(
            [.. combination.Values.Select((value, dimension) => Combination.Dimensions[dimension].ToList().IndexOf(value))])).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(Pairwise.AllPairs([.. Combination.Dimensions.Select(values => values.Count)]).Except(met), Is.Empty);
            Assert.That(Combination.All, Has.Count.LessThan(25));
        });
    }

    [Test]
    public void Every_listed_statement_is_needed() =>
        Assert.That(StatementRule.Listed.Keys.Except(_cases.SelectMany(test => test.Stages).SelectMany(StatementRule.Needed)), Is.Empty);

    [Test]
    public void Every_parameter_that_may_be_plain_text_is_there() => Assert.That(
        EncryptionRule.PlainParameters.Keys.Except(
            _cases.SelectMany(test => test.Stages).SelectMany(stage => stage.All("aws:ssm/parameter:Parameter"))
                .Select(parameter => parameter.Name)),
        Is.Empty);

    [Test]
    public void Every_limit_is_of_a_name_that_some_stack_has() => Assert.That(
        NameLimitRule.Limits.Keys.Where(limit =>
            !_cases.SelectMany(test => test.Stages).SelectMany(stage => stage.All(limit.Type)).Any(resource => resource.Has(limit.Input))),
        Is.Empty);
}
