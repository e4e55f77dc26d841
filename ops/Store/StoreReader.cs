using SessionStore.Contract;

namespace SessionStore.Ops.Store;

/// <summary>Learns from the outputs of the stacks what there is to operate.</summary>
internal static class StoreReader
{
    /// <summary>Dead letters that SNS could not hand to the function.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>Dead letters that the function gave up.</summary>
    public const string Failed = "failed";

    /// <summary>Puts the outputs of all stacks of a Global Datastore together.</summary>
    /// <param name="stacks">The outputs, in any order.</param>
    /// <exception cref="OpsException">Outputs are missing or do not belong together; the message names all of it.</exception>
    public static DeployedStore Read(IReadOnlyCollection<StackOutputs> stacks)
    {
        var outputs = new StoreOutputs(stacks);
        var store = new DeployedStore(
            outputs.Text(outputs.Home, OutputNames.Name),
            outputs.Text(outputs.Home, OutputNames.GlobalReplicationGroupId),
            outputs.Text(outputs.Home, OutputNames.HostedZoneId),
            outputs.Text(outputs.Home, OutputNames.WriterName),
            [.. outputs.Stacks.Select(Region)]);
        outputs.ThrowIfWrong();
        return store;

        DeployedRegion Region(StackOutputs stack) => new(
            stack.Stack,
            outputs.Text(stack, OutputNames.Region),
            outputs.Text(stack, OutputNames.ReplicationGroupId),
            outputs.Text(stack, OutputNames.PrimaryEndpoint),
            outputs.Text(stack, OutputNames.TopicArn),
            new Dictionary<string, string>
            {
                [Undelivered] = outputs.Text(stack, OutputNames.UndeliveredQueueUrl),
                [Failed] = outputs.Text(stack, OutputNames.FailedQueueUrl),
            })
        {
            Outputs = stack,
        };
    }
}
