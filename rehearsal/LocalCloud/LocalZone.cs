using System.Collections.Immutable;
using System.Globalization;
using Amazon.Route53;
using Amazon.Route53.Model;
using Amazon.Runtime;
using SessionStore.Contract;
using SessionStore.Engine;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The hosted zone in the Route 53 emulator.</summary>
internal sealed class LocalZone : IDisposable
{
    private readonly AmazonRoute53Client _client;

    private LocalZone(AmazonRoute53Client client, string id)
    {
        _client = client;
        Id = id;
    }

    public string Id { get; }

    /// <summary>Creates an empty private zone.</summary>
    /// <param name="url">The emulator.</param>
    /// <param name="domain">The zone's domain.</param>
    public static async Task<LocalZone> CreateAsync(string url, string domain)
    {
        var client = Client(url, "rehearsal");
        var zone = await client.CreateHostedZoneAsync(new CreateHostedZoneRequest(domain, Guid.NewGuid().ToString())
        {
            HostedZoneConfig = new HostedZoneConfig { PrivateZone = true },
            VPC = new VPC { VPCId = "vpc-rehearsal", VPCRegion = VPCRegion.UsEast1 },
        });
        return new(client, zone.HostedZone.Id.Split('/')[^1]);
    }

    /// <summary>A zone that is there, as somebody sees it who signs with a key of his own.</summary>
    /// <param name="url">The emulator, or what stands before it.</param>
    /// <param name="key">The name of the key.</param>
    public static LocalZone Existing(string url, string id, string key) => new(Client(url, key), id);

    /// <summary>Creates the records that a stage declares.</summary>
    public async Task CreateRecordsAsync(StageRun stage)
    {
        var records = stage.All("aws:route53/record:Record").Select(record =>
            new ResourceRecordSet(record.Text("name"), record.Text("type"))
            {
                TTL = record.Number("ttl"),
                ResourceRecords = [.. record.List("records").Select(value => new ResourceRecord((string)value))],
                SetIdentifier = record.Has("setIdentifier") ? record.Text("setIdentifier") : null,
                Weight = record.Has("weightedRoutingPolicies")
                    ? Convert.ToInt64(record.Objects("weightedRoutingPolicies").Single()["weight"], CultureInfo.InvariantCulture)
                    : null,
                HealthCheckId = record.Has("healthCheckId") ? record.Text("healthCheckId") : null,
                Region = record.Has("latencyRoutingPolicies")
                    ? (string)record.Objects("latencyRoutingPolicies").Single()["region"]
                    : null,
            });
        await ChangeAsync([.. records.Select(record => new Change(ChangeAction.CREATE, record))]);
    }

    /// <summary>Changes records as an operator would, in one transaction.</summary>
    public async Task ChangeAsync(params List<Change> changes) =>
        await _client.ChangeResourceRecordSetsAsync(new ChangeResourceRecordSetsRequest(Id, new ChangeBatch(changes)));

    public async Task<ImmutableArray<ResourceRecordSet>> RecordsAsync() =>
        [.. (await _client.ListResourceRecordSetsAsync(new ListResourceRecordSetsRequest(Id))).ResourceRecordSets];

    /// <summary>
    /// What a record of one value says; null when there is none. In a group of weighted records it is the one that the functions move.
    /// </summary>
    /// <param name="name">The record's name, without a dot at its end.</param>
    public async Task<string?> ValueAsync(string name, RRType type) => (await RecordsAsync())
        .SingleOrDefault(record => record.Type == type && record.Name.TrimEnd('.') == name
            && (string.IsNullOrEmpty(record.SetIdentifier) || record.SetIdentifier == WriterSets.Current))
        ?.ResourceRecords.Single().Value.TrimEnd('.').Trim('"');

    private static AmazonRoute53Client Client(string url, string key) =>
        new(new BasicAWSCredentials(key, "rehearsal"), new AmazonRoute53Config { ServiceURL = url, AuthenticationRegion = "us-east-1" });

    public void Dispose() => _client.Dispose();
}
