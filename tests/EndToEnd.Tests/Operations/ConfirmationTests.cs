using SessionStore.Ops;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SessionStore.EndToEnd.Tests.Operations;

/// <summary>What a person types, or does not.</summary>
public sealed class ConfirmationTests
{
    [Test]
    public void The_word_goes_on() => Assert.That(Confirm("us-east-2"), Is.True);

    [TestCase("")]
    [TestCase("y")]
    [TestCase("us-east-1")]
    public void Anything_else_is_no_success(string typed) =>
        Assert.That(() => Confirm(typed), Throws.TypeOf<OpsException>().With.Message.EqualTo("Not confirmed. Nothing has been changed."));

    [Test]
    public void A_dry_run_asks_nobody() => Assert.That(Confirm("", dryRun: true), Is.False);

    private static bool Confirm(string typed, bool dryRun = false)
    {
        var region = new DeployedRegion("primary", "us-east-1", "g", "e", "t", new Dictionary<string, string>())
        {
            Outputs = new("primary", new Dictionary<string, System.Text.Json.JsonElement>()),
        };
        using var clients = new ServiceClients();
        var context = new CommandContext(new("s", "d", "Z1", "w.example", [region]), clients, new Typing(typed),
            new(dryRun, Yes: false, TimeSpan.Zero));
        return context.Confirm("do it", ["careful"], "us-east-2");
    }

    /// <summary>A console at which somebody types one line.</summary>
    private sealed class Typing(string line) : IAnsiConsole, IAnsiConsoleInput
    {
        private readonly Queue<ConsoleKeyInfo> _keys = new(line.Select(letter =>
            new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false))
            .Append(new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false)));

        private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(TextWriter.Null),
        });

        public Profile Profile => _console.Profile;

        public IAnsiConsoleCursor Cursor => _console.Cursor;

        public IAnsiConsoleInput Input => this;

        public IExclusivityMode ExclusivityMode => _console.ExclusivityMode;

        public RenderPipeline Pipeline => _console.Pipeline;

        public void Clear(bool home) => _console.Clear(home);

        public void Write(IRenderable renderable) => _console.Write(renderable);

        public bool IsKeyAvailable() => _keys.Count > 0;

        public ConsoleKeyInfo? ReadKey(bool intercept) => _keys.Dequeue();

        public Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken) =>
            Task.FromResult<ConsoleKeyInfo?>(_keys.Dequeue());
    }
}
