namespace SessionStore.Infra;

/// <summary>What every component of a Region has to know.</summary>
internal sealed record RegionContext(Naming Naming, AwsAccount Account)
{
    /// <summary>The Region of the stack, such as us-east-1.</summary>
    public string Region => Naming.Region;
}
