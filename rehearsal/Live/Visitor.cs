using System.Diagnostics;
using System.Net;

namespace SessionStore.Rehearsal.Live;

/// <summary>
/// A person with a browser: signs in, puts things into the basket one after the other, looks at the page after each, and loads it again
/// where something goes wrong.
/// </summary>
/// <param name="name">What the person signs in as.</param>
/// <param name="shop">The balancer's address.</param>
/// <param name="visits">Where it is noted what the person saw.</param>
/// <param name="clock">The time since the start of the run.</param>
internal sealed class Visitor(string name, string shop, Visits visits, Stopwatch clock) : IDisposable
{
    // The shop puts at most 99 of a good into a basket; a full one is only looked at.
    private const int Most = 400;

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private static readonly string[] _goods = ["lamp", "teapot", "notebook", "scarf", "kite"];

    private readonly HttpClient _browser = new(new SocketsHttpHandler
    {
        CookieContainer = new(),
        AllowAutoRedirect = false,
        UseProxy = false,
    })
    { BaseAddress = new(shop) };

    /// <summary>Visits the shop until told to stop.</summary>
    public async Task VisitAsync(CancellationToken cancellationToken)
    {
        try
        {
            var page = await LookAsync(clock.Elapsed, cancellationToken);
            for (var number = 0; ; number++)
            {
                var began = clock.Elapsed;
                await (page.Things switch
                {
                    null => SendAsync("/sign-in", "name", name, page, 0, cancellationToken),
                    < Most => SendAsync(
                        "/basket/add", "good", _goods[number % _goods.Length], page, page.Things.Value + 1, cancellationToken),
                    _ => Task.CompletedTask,
                });
                page = await LookAsync(began, cancellationToken);
                await Task.Delay(_pause, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The shop closes.
        }
    }

    public void Dispose() => _browser.Dispose();

    private async Task SendAsync(string path, string field, string value, ShopPage page, int things, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new(field, value), new(ShopPage.TokenField, page.Token ?? "")]);
        using var answer = await AskAsync(new(HttpMethod.Post, path) { Content = form }, HttpStatusCode.SeeOther, cancellationToken);
        if (answer is not null)
        {
            visits.Answers.Enqueue(new(name, clock.Elapsed, things));
        }
    }

    private async Task<ShopPage> LookAsync(TimeSpan began, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = clock.Elapsed;
            using var answer = await AskAsync(new(HttpMethod.Get, "/"), HttpStatusCode.OK, cancellationToken);
            if (answer is not null)
            {
                var page = ShopPage.Of(await answer.Content.ReadAsStringAsync(cancellationToken));
                visits.Pages.Enqueue(new(name, asked, clock.Elapsed, clock.Elapsed - began, page.Things, page.ServedBy));
                return page;
            }
            await Task.Delay(_pause, cancellationToken);
        }
    }

    // Null where it has failed, which is noted.
    private async Task<HttpResponseMessage?> AskAsync(
        HttpRequestMessage request, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using (request)
        {
            var failure = "";
            try
            {
                var answer = await _browser.SendAsync(request, cancellationToken);
                if (answer.StatusCode == expected)
                {
                    return answer;
                }
                failure = $"{(int)answer.StatusCode}";
                answer.Dispose();
            }
            catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException
                && !cancellationToken.IsCancellationRequested)
            {
                failure = lost.Message;
            }
            visits.Failures.Enqueue(new(name, clock.Elapsed, failure));
            return null;
        }
    }
}
