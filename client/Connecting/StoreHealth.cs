using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SessionStore.Client.Connecting;

/// <summary>Whether the store answers.</summary>
/// <param name="connection">The connection.</param>
/// <param name="reads">Where sessions are read: only where that is the replica as well, a replica without a writer is of use.</param>
internal sealed class StoreHealth(StoreConnection connection, ReadMode reads) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var writer = await FlawAsync(connection.Writer, cancellationToken).ConfigureAwait(false);
        var reader = connection.Reader == connection.Writer
            ? writer
            : await FlawAsync(connection.Reader, cancellationToken).ConfigureAwait(false);
        var facts = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["writer"] = Fact(connection.Writer, writer),
            ["reader"] = Fact(connection.Reader, reader),
        };
        return (writer, reader) switch
        {
            (null, null) => HealthCheckResult.Healthy("The store answers.", facts),
            (null, var flaw) =>
                HealthCheckResult.Degraded($"The writer answers, the nearest replica does not: {flaw.Message}", flaw, facts),
            (var flaw, null) when reads == ReadMode.NearestThenWriter =>
                HealthCheckResult.Degraded($"The nearest replica answers, the writer does not: {flaw.Message}", flaw, facts),
            (var flaw, null) =>
                new(context.Registration.FailureStatus, $"Only the replica answers, and sessions are read at the writer: {flaw.Message}",
                    flaw, facts),
            var (flaw, _) => new(context.Registration.FailureStatus, $"The store does not answer: {flaw.Message}", flaw, facts),
        };
    }

    private static async Task<Exception?> FlawAsync(Follower follower, CancellationToken cancellationToken)
    {
        try
        {
            await follower.ExecuteOnceAsync(cancellationToken, static async (link, token) =>
            {
                await link.CheckAsync(token).ConfigureAwait(false);
                return true;
            }, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static string Fact(Follower follower, Exception? flaw) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{follower.Endpoint?.Host ?? "unknown"}: {(flaw is null ? "answers" : "does not answer")}");
}
