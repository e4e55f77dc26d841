using System.Globalization;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.EndToEnd.Tests;

/// <summary>The local Runtime API keeps Lambda's side of the contract.</summary>
public sealed class RuntimeApiTests
{
    private static readonly DateTimeOffset _deadline = new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero);

    [TestCase("response", true)]
    [TestCase("error", false)]
    public async Task An_event_is_handed_out_and_its_answer_handed_back(string kind, bool succeeded)
    {
        await using var api = await RuntimeApi.StartAsync();
        using var function = Function(api);
        var answer = api.InvokeAsync("""{"Records":[]}""", () => _deadline, CancellationToken.None);

        using var next = await function.GetAsync(Path("invocation/next"));
        using var content = new StringContent("\"done\"");
        var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
        using var taken = await function.PostAsync(Path($"invocation/{id}/{kind}"), content);

        Assert.That(await next.Content.ReadAsStringAsync(), Is.EqualTo("""{"Records":[]}"""));
        Assert.That(await answer, Is.EqualTo(new Outcome(succeeded, "\"done\"")));
    }

    [Test]
    public async Task The_time_of_an_invocation_begins_when_the_function_takes_the_event()
    {
        await using var api = await RuntimeApi.StartAsync();
        using var function = Function(api);
        var begun = 0;
        var answer = api.InvokeAsync("{}", Begin, CancellationToken.None);
        Assert.That(begun, Is.Zero);

        using var next = await function.GetAsync(Path("invocation/next"));

        Assert.That(begun, Is.EqualTo(1));
        Assert.That(
            next.Headers.GetValues("Lambda-Runtime-Deadline-Ms"),
            Is.EqualTo(new[] { _deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) }));
        Assert.That(answer.IsCompleted, Is.False);

        DateTimeOffset Begin()
        {
            begun++;
            return _deadline;
        }
    }

    [Test]
    public async Task A_function_that_cannot_start_fails_the_invocation_that_waits()
    {
        await using var api = await RuntimeApi.StartAsync();
        using var function = Function(api);
        var answer = api.InvokeAsync("{}", () => _deadline, CancellationToken.None);

        using var content = new StringContent("""{"errorType":"Settings"}""");
        using var taken = await function.PostAsync(Path("init/error"), content);

        Assert.That(await answer, Is.EqualTo(new Outcome(false, """{"errorType":"Settings"}""")));
    }

    private static HttpClient Function(RuntimeApi api) => new() { BaseAddress = new Uri($"http://{api.Address}") };

    private static Uri Path(string path) => new($"/2018-06-01/runtime/{path}", UriKind.Relative);
}
