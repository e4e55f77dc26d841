using Pulumi;
using Pulumi.Aws;

namespace SessionStore.Infra;

/// <summary>The account that a stack is deployed to.</summary>
/// <param name="Id">The account ID, twelve digits.</param>
/// <param name="Partition">The partition: aws, aws-cn or aws-us-gov.</param>
public sealed record AwsAccount(Output<string> Id, Output<string> Partition)
{
    /// <summary>Asks the provider.</summary>
    /// <param name="provider">The stack's provider.</param>
    public static AwsAccount Of(ProviderResource provider)
    {
        var options = new InvokeOptions { Provider = provider };
        return new(
            GetCallerIdentity.Invoke(options: options).Apply(identity => identity.AccountId),
            GetPartition.Invoke(options: options).Apply(partition => partition.Id));
    }

    /// <summary>The ARN of a resource of this account.</summary>
    /// <param name="service">Such as <c>events</c>.</param>
    /// <param name="region">The Region; <c>*</c> for all, empty for a global service.</param>
    /// <param name="resource">The part behind the account.</param>
    public Output<string> RegionalArn(string service, string region, string resource) =>
        Output.Format($"arn:{Partition}:{service}:{region}:{Id}:{resource}");
}
