using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.GlobalAccelerator;
using Pulumi.Aws.GlobalAccelerator.Inputs;

namespace SessionStore.Infra.Application;

/// <summary>
/// The one way to the applications of all Regions: two addresses that never change, which lead to the nearest Region that is healthy. Each
/// Region adds its own endpoint group to the listener. The provider asks Global Accelerator in us-west-2, where alone it is, whatever the
/// stack's Region (internal/service/globalaccelerator/service_package.go of hashicorp/terraform-provider-aws).
/// </summary>
internal sealed class Accelerator : ComponentResource
{
    public Output<string> DnsName { get; }

    public Output<ImmutableArray<string>> IpAddresses { get; }

    public Output<string> ListenerArn { get; }

    public Accelerator(string name, AcceleratorArgs args, ComponentResourceOptions? options = null)
        : base("session-store:application:Accelerator", name, options)
    {
        // Its addresses, which users' records name, are gone with it.
        var accelerator = new Pulumi.Aws.GlobalAccelerator.Accelerator($"{name}-accelerator", new()
        {
            Name = args.Context.Naming.Application,
            Enabled = true,
            IpAddressType = "IPV4",
        }, new() { Parent = this, Protect = args.DeletionProtection });
        var listener = new Listener($"{name}-listener", new()
        {
            AcceleratorArn = accelerator.Arn,
            Protocol = "TCP",
            // Any Region serves any session.
            ClientAffinity = "NONE",
            PortRanges = args.Ports
                .Select(port => (Input<ListenerPortRangeArgs>)new ListenerPortRangeArgs { FromPort = port, ToPort = port }).ToArray(),
        }, new() { Parent = this });

        DnsName = accelerator.DnsName;
        IpAddresses = accelerator.IpSets.Apply(sets => sets.SelectMany(set => set.IpAddresses).ToImmutableArray());
        ListenerArn = listener.Arn;
        RegisterOutputs();
    }
}

internal sealed record AcceleratorArgs
{
    public required RegionContext Context { get; init; }

    /// <summary>The ports of all Regions' load balancers.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    public required bool DeletionProtection { get; init; }
}
