using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SessionStore.App.Sessions;
using SessionStore.Client;

namespace SessionStore.App.Tests;

/// <summary>Who sees that keys could not be read.</summary>
internal sealed class KeyRingTests
{
    private Protection _protection = new();

    [SetUp]
    public void Begin() => _protection = new();

    [Test]
    public async Task A_look_for_newer_keys_that_failed_is_not_thrown_where_a_cookie_is_read()
    {
        using var keys = await StartAsync(TimeSpan.FromMinutes(1));
        await ReadAsync(keys);
        _protection.FailOnce();

        Assert.That(await ReadAsync(keys), Is.EqualTo("read"));
    }

    [Test]
    public async Task Nobody_reads_a_cookie_without_keys()
    {
        _protection.Absent = true;
        using var keys = await StartAsync(TimeSpan.FromSeconds(1));

        Assert.That(async () => await ReadAsync(keys),
            Throws.TypeOf<SessionStoreUnavailableException>().With.Message.Contains("within 1 s (Budget)"));
    }

    [Test]
    public async Task Whoever_waits_for_keys_goes_on_when_they_are_there()
    {
        _protection.Absent = true;
        using var keys = await StartAsync(TimeSpan.FromMinutes(1));

        var waiting = ReadAsync(keys);
        _protection.Absent = false;

        Assert.That(await waiting, Is.EqualTo("read"));
    }

    private async Task<KeyRing> StartAsync(TimeSpan budget)
    {
        var keys = new KeyRing(_protection, Options.Create(new SessionStoreOptions { Budget = budget }), NullLogger<KeyRing>.Instance);
        await keys.StartAsync(default);
        return keys;
    }

    private async Task<string> ReadAsync(KeyRing keys)
    {
        using var services = new ServiceCollection().AddSingleton(keys).BuildServiceProvider();
        var answer = "";
        await KeyRing.WaitAsync(new DefaultHttpContext { RequestServices = services }, _ =>
        {
            _protection.Unprotect([]);
            answer = "read";
            return Task.CompletedTask;
        });
        return answer;
    }

    /// <summary>Fails while there are no keys, and once after a look for newer ones that failed.</summary>
    private sealed class Protection : IDataProtectionProvider, IDataProtector
    {
        private int _failed;
        private volatile bool _absent;

        public bool Absent
        {
            set => _absent = value;
        }

        public void FailOnce() => Volatile.Write(ref _failed, 1);

        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => Answer(plaintext);

        public byte[] Unprotect(byte[] protectedData) => Answer(protectedData);

        private byte[] Answer(byte[] data) =>
            _absent || Interlocked.Exchange(ref _failed, 0) == 1 ? throw new InvalidOperationException("there is no store") : data;
    }
}
