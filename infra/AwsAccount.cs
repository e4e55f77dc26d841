using Amazon;
using Pulumi;
using Pulumi.Aws;

namespace SessionStore.Infra;

/// <summary>The account that a stack is deployed to, and the part of AWS that it belongs to.</summary>
/// <param name="Id">The account ID, twelve digits.</param>
/// <param name="Partition">The partition of the stack's Region: aws, aws-cn or aws-us-gov.</param>
/// <param name="DnsSuffix">What the names of the partition's services end in, such as amazonaws.com.</param>
internal sealed record AwsAccount(Output<string> Id, string Partition, string DnsSuffix)
{
    /// <summary>Asks the provider for the account, and the SDK's list of endpoints for the partition.</summary>
    public static AwsAccount Of(ProviderResource provider, string region)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        return new(
            GetCallerIdentity.Invoke(options: new() { Provider = provider }).Apply(identity => identity.AccountId),
            endpoint.PartitionName,
            endpoint.PartitionDnsSuffix);
    }

    /// <summary>The partition of a Region; a Global Datastore cannot leave it.</summary>
    public static string PartitionOf(string region) => RegionEndpoint.GetBySystemName(region).PartitionName;

    /// <summary>The ARN of a resource of this account.</summary>
    /// <param name="service">Such as <c>events</c>.</param>
    /// <param name="region">The Region; <c>*</c> for all, empty for a global service.</param>
    /// <param name="resource">The part behind the account.</param>
    public Output<string> RegionalArn(string service, string region, string resource) =>
        Output.Format($"arn:{Partition}:{service}:{region}:{Id}:{resource}");
}
