using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>The balancer, with instances that do what a test tells them.</summary>
public sealed class LocalBalancerTests
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    [OneTimeTearDown]
    public void Close() => _browser.Dispose();

    [Test]
    public async Task Requests_and_answers_are_passed_on_whole()
    {
        await using var instance = await InstanceAsync(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = "/";
            context.Response.Headers.Append("Set-Cookie", "one=1");
            context.Response.Headers.Append("Set-Cookie", "two=2");
            var request = context.Request;
            await context.Response.WriteAsync($"{request.Method} {request.Path}{request.QueryString} {request.Headers.Cookie} "
                + $"{request.Headers["X-Forwarded-Proto"]} {request.ContentType} {await request.BodyAsync()}");
        });
        await using var balancer = await LocalBalancer.StartAsync();
        balancer.Register(new(instance.Url()));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{balancer.Url}/basket/add?a=1%202");
        request.Content = new FormUrlEncodedContent([new("good", "tea pot")]);
        request.Headers.Add("Cookie", "session=x; other=y");
        using var answer = await _browser.SendAsync(request);
        Assert.Multiple(async () =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(answer.Headers.Location!.ToString(), Is.EqualTo("/"));
            Assert.That(answer.Headers.GetValues("Set-Cookie"), Is.EqualTo(new[] { "one=1", "two=2" }));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(
                "POST /basket/add?a=1%202 session=x; other=y http application/x-www-form-urlencoded good=tea+pot"));
        });
    }

    [Test]
    public async Task Every_healthy_instance_gets_some_a_sick_one_none_and_if_all_are_sick_all_do()
    {
        var sick = new HashSet<string>();
        await using var one = await InstanceAsync(context => context.Response.WriteAsync("one"), () => !sick.Contains("one"));
        await using var two = await InstanceAsync(context => context.Response.WriteAsync("two"), () => !sick.Contains("two"));
        await using var balancer = await LocalBalancer.StartAsync();
        balancer.Register(new(one.Url()));
        balancer.Register(new(two.Url()));
        await balancer.HealthyAsync(CancellationToken.None);
        Assert.That(await AnswersAsync(balancer), Is.EquivalentTo(new[] { "one", "two" }));
        sick.Add("one");
        while ((await AnswersAsync(balancer)).Contains("one"))
        {
            await Task.Delay(50);
        }
        Assert.That(await AnswersAsync(balancer), Is.EqualTo(new[] { "two" }));
        sick.Add("two");
        while (!(await AnswersAsync(balancer)).Contains("one"))
        {
            await Task.Delay(50);
        }
    }

    [Test]
    public async Task A_farther_instance_gets_requests_only_while_no_nearer_one_is_healthy()
    {
        var sick = new HashSet<string>();
        await using var near = await InstanceAsync(context => context.Response.WriteAsync("near"), () => !sick.Contains("near"));
        await using var far = await InstanceAsync(context => context.Response.WriteAsync("far"), () => !sick.Contains("far"));
        await using var balancer = await LocalBalancer.StartAsync();
        balancer.Register(new(far.Url()), near: false);
        balancer.Register(new(near.Url()));
        await balancer.HealthyAsync(CancellationToken.None);
        foreach (var (change, expected) in new (Action, string)[]
        {
            (() => { }, "near"), (() => sick.Add("near"), "far"), (() => sick.Add("far"), "near"), (() => sick.Remove("far"), "far"),
            (() => sick.Clear(), "near"),
        })
        {
            change();
            while (!(await AnswersAsync(balancer)).SequenceEqual([expected]))
            {
                await Task.Delay(50);
            }
        }
    }

    [Test]
    public async Task What_an_instance_that_has_gone_does_not_answer_is_a_502_and_without_instances_there_is_a_503()
    {
        await using var balancer = await LocalBalancer.StartAsync();
        using var none = await _browser.GetAsync(balancer.Url);
        Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        var instance = await InstanceAsync(context => context.Response.WriteAsync("one"));
        var address = new Uri(instance.Url());
        balancer.Register(address);
        await instance.DisposeAsync();
        using var gone = await _browser.GetAsync(balancer.Url);
        Assert.That(gone.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        Assert.That(await gone.Content.ReadAsStringAsync(), Does.StartWith($"502: the instance at {address} does not answer"));
        balancer.Deregister(address);
        using var taken = await _browser.GetAsync(balancer.Url);
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    private async Task<IReadOnlyCollection<string>> AnswersAsync(LocalBalancer balancer)
    {
        var answers = new HashSet<string>();
        for (var request = 0; request < 40; request++)
        {
            answers.Add(await _browser.GetStringAsync(balancer.Url));
        }
        return answers;
    }

    private static async Task<WebApplication> InstanceAsync(RequestDelegate answer, Func<bool>? healthy = null)
    {
        var instance = LocalServer.Create(context =>
        {
            if (context.Request.Path != "/healthz")
            {
                return answer(context);
            }
            context.Response.StatusCode = healthy?.Invoke() ?? true ? 200 : 503;
            return Task.CompletedTask;
        });
        await instance.StartAsync();
        return instance;
    }
}
