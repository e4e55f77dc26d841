namespace SessionStore.Infra;

/// <summary>What every component of a Region has to know.</summary>
/// <param name="Naming">The physical names.</param>
/// <param name="Account">The account that the stack is deployed to.</param>
internal sealed record RegionContext(Naming Naming, AwsAccount Account)
{
    /// <summary>The Region of the stack, such as us-east-1.</summary>
    public string Region => Naming.Region;
}
