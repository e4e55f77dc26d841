using SessionStore.Client.Tests.Support;

namespace SessionStore.Client.Tests.Documents;

/// <summary>
/// The snippets of docs/connect.md, as they stand there. Where their library is not installed, they are compiled and not run: proof limit.
/// </summary>
internal sealed class ConnectTests
{
    private const int MostLines = 30;

    private static readonly Snippet[] _all = [Snippet.RedisPy, Snippet.IamToken, Snippet.IoRedis, Snippet.Glide, Snippet.Lettuce];

    // GLIDE looks names up itself, and cannot be led to loopback; Java's libraries are not fetched.
    private static readonly Snippet[] _run = [Snippet.RedisPy, Snippet.IoRedis];

    private Store _store = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.StartAsync("--user", "app", "on", ">secret", "~*", "+@all", "--user", "default", "off");
        Lead(_store.East.Host);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [TestCaseSource(nameof(_all))]
    public async Task It_is_short_and_can_be_compiled(Snippet snippet)
    {
        Assert.That(snippet.Text.TrimEnd().Split('\n'), Has.Length.LessThan(MostLines));
        Assert.That(snippet.HasProgram ? await snippet.CompileAsync(_store.Authority.Folder) : "", Is.Empty);
    }

    [TestCaseSource(nameof(_run))]
    public async Task It_writes_through_a_promotion_in_which_the_old_primary_answers_READONLY(Snippet snippet)
    {
        await snippet.IfRunnableAsync(async () =>
        {
            await using var running = Start(snippet);
            Assert.That(await running.WriteAsync("a", "1"), Is.EqualTo("written"));
            await _store.InSyncAsync();

            await _store.West.PromoteAsync();
            await _store.East.FollowAsync(_store.West);
            var writing = running.WriteAsync("a", "2");
            await Task.Delay(500);
            Assert.That(writing.IsCompleted, Is.False, "nobody takes writes under this name before the record changes");
            Lead(_store.West.Host);

            Assert.That(await writing, Is.EqualTo("written"));
            Assert.That((string?)await _store.West.Data.StringGetAsync("a"), Is.EqualTo("2"));
        });
    }

    [TestCaseSource(nameof(_run))]
    public async Task It_writes_after_the_primary_is_lost_and_the_name_has_moved(Snippet snippet)
    {
        await snippet.IfRunnableAsync(async () =>
        {
            await using var running = Start(snippet);
            Assert.That(await running.WriteAsync("a", "1"), Is.EqualTo("written"));
            await _store.InSyncAsync();

            await _store.East.KillAsync();
            var writing = running.WriteAsync("a", "2");
            await _store.West.PromoteAsync();
            Lead(null);
            await Task.Delay(500);
            Lead(_store.West.Host);

            Assert.That(await writing, Is.EqualTo("written"));
            Assert.That((string?)await _store.West.Data.StringGetAsync("a"), Is.EqualTo("2"));
        });
    }

    [TestCaseSource(nameof(_run))]
    public async Task It_writes_after_a_primary_that_hangs_without_closing_its_connections(Snippet snippet)
    {
        await snippet.IfRunnableAsync(async () =>
        {
            await using var running = Start(snippet);
            Assert.That(await running.WriteAsync("a", "1"), Is.EqualTo("written"));
            await _store.InSyncAsync();

            _store.East.Freeze();
            try
            {
                await _store.West.PromoteAsync();
                Lead(_store.West.Host);
                Assert.That(await running.WriteAsync("a", "2"), Is.EqualTo("written").Or.StartsWith("failed"), "its own time limit");
                Assert.That(await running.WriteAsync("a", "3"), Is.EqualTo("written"));
            }
            finally
            {
                _store.East.Thaw();
            }
            Assert.That((string?)await _store.West.Data.StringGetAsync("a"), Is.EqualTo("3"));
        });
    }

    [TestCaseSource(nameof(_run))]
    public async Task It_writes_nowhere_if_the_certificate_names_another_host(Snippet snippet) =>
        await snippet.IfRunnableAsync(async () =>
        {
            // East's server under West's name: an authority that is trusted, and a wrong host.
            Lead(_store.West.Host, (_store.West.Host, _store.East.Port));
            await using var running = Start(snippet);

            Assert.That(await running.WriteAsync("a", "1", budgetSeconds: 1), Does.StartWith("failed"));
            Assert.That(await _store.East.Data.KeyExistsAsync("a"), Is.False);
        });

    [TestCaseSource(nameof(_run))]
    public async Task It_follows_the_name_nowhere_else(Snippet snippet) =>
        await snippet.IfRunnableAsync(async () =>
        {
            await using var server = await LiveServer.StartAsync(_store.Authority, "master.evil.example.com",
                "--user", "app", "on", ">secret", "~*", "+@all");
            Lead(server.Host, (server.Host, server.Port));
            await using var running = Start(snippet);

            Assert.That(await running.WriteAsync("a", "1", budgetSeconds: 1), Does.StartWith("failed"));
            Assert.That(await server.Data.KeyExistsAsync("a"), Is.False);
        });

    private string Names => Path.Combine(_store.Authority.Folder, "names");

    private RunningSnippet Start(Snippet snippet) =>
        snippet.Start(_store, ("NAMES", Names), ("STORE_USER", "app"), ("STORE_PASSWORD", "secret"));

    // Written aside and renamed: it is read at any time.
    private void Lead(string? target, params (string Host, int Port)[] others)
    {
        var lines = new Dictionary<string, string>
        {
            [_store.East.Host] = $"{_store.East.Port}",
            [_store.West.Host] = $"{_store.West.Port}",
        };
        foreach (var (host, port) in others)
        {
            lines[host] = $"{port}";
        }
        if (target is not null)
        {
            lines[Store.WriterName] = target;
        }
        File.WriteAllLines(Names + ".new", lines.Select(line => $"{line.Key} {line.Value}"));
        File.Move(Names + ".new", Names, overwrite: true);
    }
}
