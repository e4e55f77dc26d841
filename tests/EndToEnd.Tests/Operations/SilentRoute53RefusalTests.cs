namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>Orders that nobody can carry out while Route 53's API does not answer.</summary>
public sealed class SilentRoute53RefusalTests : SilentWorld
{
    [TestCase("pin us-east-2 --direct --yes")]
    [TestCase("unpin --direct --yes")]
    public async Task What_needs_Route_53_says_the_way_out(string arguments)
    {
        var run = await Fail(arguments.Split(' '));
        Assert.Multiple(() =>
        {
            Assert.That(run.Text, Does.Contain("Route 53 does not answer").And.Contain("Nothing has been changed"));
            Assert.That(run.Text, Does.Contain("Without --direct the order goes to the Region's function, which overrides the record"));
        });
    }

    [TestCase("pin us-east-2 --yes", "Route 53 does not answer")]
    [TestCase("unpin --yes", "Route 53 does not answer")]
    [TestCase("reconcile", "the functions could change nothing. Nobody has been asked.")]
    [TestCase("promote us-east-2 --dry-run", "until then writers need the output primaryEndpoint of stack secondary", 0)]
    public async Task A_store_without_overrides_is_as_it_was(string arguments, string expected, int exitCode = 1)
    {
        var run = await World.Operator.Without(OutputNames.RecordsParameterName, OutputNames.OverrideHealthCheckId)
            .RunAsync(CancellationToken.None, arguments.Split(' '));
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Text);
            Assert.That(run.Text, Does.Contain(expected).And.Not.Contain("published").And.Not.Contain("overrid"));
        });
    }
}
