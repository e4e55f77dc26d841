using Amazon.SimpleSystemsManagement.Model;
using SessionStore.Failover;
using SessionStore.Ops.Aws;
using SessionStore.Ops.Store;

namespace SessionStore.Ops.Status;

/// <summary>Looks at what the functions know and do while Route 53 does not answer: they say so in their own Regions.</summary>
internal sealed class OverrideStatusReader(ServiceClients clients)
{
    private const string Ssm = "Systems Manager";

    /// <summary>Looks at what the function of a Region keeps; null where that is unknown, or the Region cannot override.</summary>
    /// <param name="asked">Hears of what could not be learned.</param>
    public async Task<OverrideStatus?> ReadAsync(DeployedRegion region, Questions asked, CancellationToken cancellationToken)
    {
        if (region.RecordsParameter is not { } name)
        {
            return null;
        }
        var parameter = await asked.AskAsync(Ssm, async () => (await clients.Ssm(region.Name)
            .GetParameterAsync(new GetParameterRequest { Name = name }, cancellationToken)).Parameter, nameof(RegionStatus.Overriding));
        if (parameter is null)
        {
            return null;
        }
        if (Kept.Parse(parameter.Value) is { } kept)
        {
            return new(region, kept, new DateTimeOffset((parameter.LastModifiedDate ?? default).ToUniversalTime(), TimeSpan.Zero));
        }
        asked.Note(Ssm, new($"the parameter {name} holds something that no function keeps there", IsSilence: false),
            nameof(RegionStatus.Overriding));
        return null;
    }

    /// <summary>Whether Route 53's API answered the last look of the Region's function; null like the above.</summary>
    /// <param name="asked">Hears of what could not be learned.</param>
    public static async Task<bool?> ControlPlaneAsync(
        DeployedRegion region, RegionMeasurements measurements, Questions asked, CancellationToken cancellationToken)
    {
        if (!region.Overrides)
        {
            return null;
        }
        var (answered, answers) = await asked.AskAsync("CloudWatch", async () =>
            (true, await measurements.ControlPlaneAnswersAsync(cancellationToken)), nameof(RegionStatus.ControlPlaneAnswers));
        if (answered && answers is null)
        {
            asked.Note("CloudWatch", RegionMeasurements.NoLook, nameof(RegionStatus.ControlPlaneAnswers));
        }
        return answers;
    }
}
