namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>Operations of a service that moto plays, by the AWS query protocol, which it speaks whatever the SDK does.</summary>
/// <param name="url">The emulator.</param>
/// <param name="region">The Region.</param>
/// <param name="service">The service's name in signatures.</param>
public sealed class EmulatorQuery(string url, string region, string service) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(url) };

    /// <summary>Calls an operation.</summary>
    /// <param name="form">The operation as Action, and its parameters.</param>
    public async Task CallAsync(params IEnumerable<(string Name, string Value)> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        // moto looks at a signature only for the service and the Region.
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=rehearsal/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
