using System.Collections.Concurrent;
using SessionStore.Ops.Aws;

namespace SessionStore.Ops.Status;

/// <summary>Asks the services of a Region, and keeps what could not be learned.</summary>
/// <param name="cancellationToken">What the person ends the command with.</param>
internal sealed class Questions(string region, CancellationToken cancellationToken)
{
    private readonly ConcurrentQueue<UnknownFact> _unknown = new();

    /// <summary>What could not be learned so far.</summary>
    public IReadOnlyList<UnknownFact> Unknown => [.. _unknown];

    /// <summary>Asks.</summary>
    /// <param name="properties">What the answer tells, of <see cref="RegionStatus"/>.</param>
    /// <returns>The answer; the default where the service could not be asked.</returns>
    public async Task<T?> AskAsync<T>(string service, Func<Task<T>> ask, params string[] properties)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (ServiceFailure.Is(exception, cancellationToken))
        {
            Note(service, ServiceFailure.Of(exception), properties);
            return default;
        }
    }

    /// <summary>Notes what could not be learned.</summary>
    /// <param name="service">The service that was asked.</param>
    /// <param name="properties">What is unknown, of <see cref="RegionStatus"/>.</param>
    public void Note(string service, ServiceFailure failure, params string[] properties)
    {
        foreach (var property in properties)
        {
            _unknown.Enqueue(new(RegionStatus.NameOf(property), region, service, failure));
        }
    }
}
