using System.Net;
using System.Text.RegularExpressions;

namespace SessionStore.App.Tests.Support;

/// <summary>
/// A person with a browser: keeps cookies, sends the forms of the page it sees, and follows redirects. Cookies are those of a host whatever
/// its port (RFC 6265, section 8.5), so that a balancer which picks another Region each time is played by another port.
/// </summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser() => _client = new(new HttpClientHandler { CookieContainer = Cookies, AllowAutoRedirect = false });

    public CookieContainer Cookies { get; } = new();

    /// <summary>What is shown now.</summary>
    public Page Shown { get; private set; } = null!;

    public async Task<Page> OpenAsync(Instance instance, string path = "/", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(instance.Address, path));
        return await SendAsync(request, headers);
    }

    /// <summary>Sends a form with the token of the page that is shown to an instance, and shows the page that it leads to.</summary>
    public async Task<Page> SendAsync(Instance instance, string path, params (string Name, string Value)[] fields)
    {
        var sent = await PostAsync(instance, path, [("__RequestVerificationToken", Shown.Token), .. fields]);
        return sent.Status == HttpStatusCode.SeeOther ? await OpenAsync(instance, sent.Location!) : sent;
    }

    public Task<Page> SignInAsync(Instance instance, string name) => SendAsync(instance, "/sign-in", ("name", name));

    public Task<Page> AddAsync(Instance instance, string good) => SendAsync(instance, "/basket/add", ("good", good));

    /// <summary>Sends fields, and nothing else.</summary>
    public async Task<Page> PostAsync(Instance instance, string path, (string Name, string Value)[] fields,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(instance.Address, path))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await SendAsync(request, headers);
    }

    public void Dispose() => _client.Dispose();

    private async Task<Page> SendAsync(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        using var response = await _client.SendAsync(request);
        return Shown = await Page.OfAsync(response);
    }
}

/// <summary>An answer.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Location">Where it sends the browser; null for nowhere.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Html">Its text, as it came.</param>
internal sealed partial record Page(
    HttpStatusCode Status, string? Location, IReadOnlyDictionary<string, string[]> Headers, string Html)
{
    public string Heading => Text("<h1>(.*?)</h1>");

    public string ServedBy => Text("""id="served-by">(.*?)<""");

    public string LastWrite => Text("""id="last-write">(.*?)<""");

    public string Age => Text("""id="session-age">(.*?)<""");

    public string Total => Text("""id="total">(.*?)<""");

    public string Token => Text("""name="__RequestVerificationToken" value="(.*?)" """.TrimEnd());

    public static async Task<Page> OfAsync(HttpResponseMessage response) =>
        new(response.StatusCode, response.Headers.Location?.OriginalString,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => header.Value.ToArray()),
            await response.Content.ReadAsStringAsync());

    /// <summary>How many of a good are in the basket.</summary>
    public int Count(string good) => int.Parse(Text($"""<output aria-label="{good} in the basket">(.*?)</output>"""));

    public string Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join("\n", values) : "";

    private string Text(string pattern) =>
        Regex.Match(Html, pattern, RegexOptions.Singleline) is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups[1].Value)
            : throw new AssertionException($"{Status}, and no {pattern} in {Html}");
}
