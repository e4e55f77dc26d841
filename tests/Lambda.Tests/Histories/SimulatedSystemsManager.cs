using Amazon;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// One Region's Parameter Store. What is written replaces what is there, in the sequence in which it arrives, which need not be that in
/// which it was sent. Proof limit: a value is read at once; AWS promises nothing of the kind.
/// </summary>
internal sealed class SimulatedSystemsManager(Conditions conditions)
{
    /// <summary>The value of the one parameter.</summary>
    public string Value { get; private set; } = "{}";

    /// <summary>How often it was read.</summary>
    public int Gets { get; private set; }

    /// <summary>How often it was written.</summary>
    public int Puts { get; private set; }

    private TimeSpan Slowest => conditions.SlowestParameterRequest;

    /// <summary>The client of one process.</summary>
    /// <param name="network">The way of the invocation that the process is in.</param>
    public AmazonSimpleSystemsManagementClient Client(Func<SimulatedNetwork> network) => new View(this, network);

    private sealed class View(SimulatedSystemsManager store, Func<SimulatedNetwork> network)
        : AmazonSimpleSystemsManagementClient(new AnonymousAWSCredentials(), RegionEndpoint.USEast2)
    {
        public override Task<GetParameterResponse> GetParameterAsync(
            GetParameterRequest request, CancellationToken cancellationToken = default) =>
            network().SendAsync(
                () =>
                {
                    store.Gets++;
                    return new GetParameterResponse { Parameter = new() { Value = store.Value } };
                }, cancellationToken, slowest: store.Slowest);

        public override Task<PutParameterResponse> PutParameterAsync(
            PutParameterRequest request, CancellationToken cancellationToken = default) =>
            network().SendAsync(
                () =>
                {
                    (store.Value, store.Puts) = (request.Value, store.Puts + 1);
                    return new PutParameterResponse();
                }, cancellationToken, slowest: store.Slowest);
    }
}
