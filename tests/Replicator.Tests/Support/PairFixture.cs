namespace SessionStore.Replicator.Tests.Support;

/// <summary>Two real servers for each test, and its output what was logged.</summary>
internal abstract class PairFixture
{
    private protected Pair _pair = null!;

    [SetUp]
    public async Task StartAsync() => _pair = await Pair.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, _pair.Lines.Texts));
        await _pair.DisposeAsync();
    }
}
