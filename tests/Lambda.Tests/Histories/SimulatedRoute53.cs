using Amazon;
using Amazon.Route53;
using Amazon.Route53.Model;
using Amazon.Runtime;
using SessionStore.Failover;
using SessionStore.Lambda.Tests.Support;

namespace SessionStore.Lambda.Tests.Histories;

/// <summary>
/// One Route 53 for all Regions, behind a network that delays, loses and breaks off. Proof limit: a list shows what was accepted before it,
/// at once; AWS says nothing to the contrary, and nothing that promises it.
/// </summary>
/// <param name="zone">The zone that all share.</param>
/// <param name="network">What befalls a request.</param>
/// <param name="forgetful">Whether the history that a batch deletes is taken for the one that there is.</param>
/// <param name="silent">Whether the control plane answers nobody.</param>
/// <param name="accepted">Hears of each batch that was accepted.</param>
internal sealed class SimulatedRoute53(
    FakeRoute53 zone, SimulatedNetwork network, bool forgetful, Func<bool> silent, Action<ChangeBatch> accepted)
    : AmazonRoute53Client(new AnonymousAWSCredentials(), RegionEndpoint.USEast1)
{
    public override Task<ListResourceRecordSetsResponse> ListResourceRecordSetsAsync(
        ListResourceRecordSetsRequest request, CancellationToken cancellationToken = default) =>
        network.SendAsync(() => zone.ListResourceRecordSetsAsync(request, CancellationToken.None).Result, cancellationToken, silent);

    public override Task<ChangeResourceRecordSetsResponse> ChangeResourceRecordSetsAsync(
        ChangeResourceRecordSetsRequest request, CancellationToken cancellationToken = default) =>
        network.SendAsync(() =>
        {
            if (forgetful)
            {
                zone.Records.RemoveAll(record => DnsText.SameName(record.Name, World.Settings.HistoryName));
                request.ChangeBatch.Changes.RemoveAll(change =>
                    change.Action == ChangeAction.DELETE && DnsText.SameName(change.ResourceRecordSet.Name, World.Settings.HistoryName));
            }
            var response = zone.ChangeResourceRecordSetsAsync(request, CancellationToken.None).Result;
            accepted(request.ChangeBatch);
            return response;
        }, cancellationToken, silent);

    public override Task<GetChangeResponse> GetChangeAsync(GetChangeRequest request, CancellationToken cancellationToken = default) =>
        network.SendAsync(() => zone.GetChangeAsync(request, CancellationToken.None).Result, cancellationToken, silent);
}
