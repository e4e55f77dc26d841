using SessionStore.Contract;
using SessionStore.Infra.Application;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>
/// The accelerator as the primary stack hands it to the secondaries, which add their Regions' endpoint groups. There is no output where the
/// primary has no application.
/// </summary>
/// <param name="ListenerArn">What endpoint groups belong to.</param>
/// <param name="Ports">The ports that it passes on.</param>
internal sealed record AcceleratorOutputs(string ListenerArn, IReadOnlyList<string> Ports)
{
    // By these words the workflow of pull requests tells what the primary is still to get from an error.
    private const string First = "with this version of the program first";

    /// <summary>Adds what people and secondaries read.</summary>
    /// <param name="ports">The ports that it passes on.</param>
    public static void Add(Accelerator accelerator, IReadOnlyList<int> ports, IDictionary<string, object?> outputs)
    {
        outputs[OutputNames.AcceleratorDnsName] = accelerator.DnsName;
        outputs[OutputNames.AcceleratorIpAddresses] = accelerator.IpAddresses;
        outputs[OutputNames.AcceleratorListenerArn] = accelerator.ListenerArn;
        outputs[OutputNames.AcceleratorPorts] = Texts(ports);
    }

    /// <summary>Reads it from a deployed primary stack; null where that has no application.</summary>
    public static async Task<AcceleratorOutputs?> ReadAsync(OutputsReader outputs) =>
        await outputs.OptionalTextAsync(OutputNames.AcceleratorListenerArn) is { Length: > 0 } listener
            ? new(listener, await outputs.ListAsync(OutputNames.AcceleratorPorts, "a list of ports"))
            : null;

    /// <summary>Holds a Region's application against it.</summary>
    /// <param name="application">The Region's application; null where it has none.</param>
    /// <param name="accelerator">The accelerator; null where the primary has no application.</param>
    /// <param name="primaryStack">The primary's stack, as commands name it.</param>
    public static void Check(
        ApplicationSettings? application, AcceleratorOutputs? accelerator, string primaryStack, Problems problems)
    {
        if (application is null)
        {
            return;
        }
        if (accelerator is null)
        {
            problems.AddFlaw(
                SettingsReader.Key(ApplicationSettings.Name),
                "is set, and the primary has no application",
                "the accelerator of the primary's stack, to which a Region adds its endpoint: `pulumi config set "
                    + $"{ApplicationSettings.Name} sample --stack {primaryStack} && pulumi up --stack {primaryStack}` {First}");
        }
        else if (!accelerator.Ports.SequenceEqual(Texts(application.Ports)))
        {
            problems.Add(
                SettingsReader.Key(ApplicationSettings.CertificateName),
                application.CertificateArn,
                accelerator.Ports.Count == 1
                    ? $"no value, as in {primaryStack}: the accelerator passes on port {accelerator.Ports[0]} alone, and a redirect to "
                        + $"443 would lead nowhere; where it has got a certificate since, run `pulumi up --stack {primaryStack}` {First}"
                    : $"a certificate of this Region, as {primaryStack} has one of its own: whom the accelerator leads here on 443 would "
                        + $"find nobody; where it has lost it since, run `pulumi up --stack {primaryStack}` {First}");
        }
    }

    private static string[] Texts(IEnumerable<int> ports) => [.. ports.Select(port => $"{port}")];
}
