namespace SessionStore.Infra.Network;

/// <summary>What a Region's public subnets are for, and thus what they have to be.</summary>
internal enum PublicSubnetUse
{
    /// <summary>Nothing of the program's.</summary>
    None,

    /// <summary>The test host: one is enough.</summary>
    TestHost,

    /// <summary>The application's load balancer and instances: two Availability Zones, with room.</summary>
    Application,
}

/// <summary>What a load balancer asks of a subnet.</summary>
internal static class LoadBalancerSubnet
{
    /// <summary>
    /// The longest prefix, such as 27 in 10.16.10.0/27. Source: "Subnets for your load balancer" in the Application Load Balancers guide.
    /// </summary>
    public const int LongestPrefix = 27;
}
