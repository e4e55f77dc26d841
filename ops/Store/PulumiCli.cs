using System.ComponentModel;
using System.Diagnostics;

namespace SessionStore.Ops.Store;

/// <summary>The Pulumi CLI, in the current folder.</summary>
internal static class PulumiCli
{
    /// <summary>Runs a command.</summary>
    /// <param name="arguments">What follows <c>pulumi</c>.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="OpsException">The CLI is missing, or fails; the message says what it printed.</exception>
    public static async Task<string> AskAsync(IReadOnlyCollection<string> arguments, CancellationToken cancellationToken)
    {
        var command = $"pulumi {string.Join(' ', arguments)}";
        try
        {
            using var pulumi = Process.Start(
                new ProcessStartInfo("pulumi", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = pulumi.StandardError.ReadToEndAsync(cancellationToken);
            var output = await pulumi.StandardOutput.ReadToEndAsync(cancellationToken);
            await pulumi.WaitForExitAsync(cancellationToken);
            return pulumi.ExitCode == 0 ? output : throw new OpsException($"{command}: {(await error).Trim()}");
        }
        catch (Win32Exception missing)
        {
            throw new OpsException(
                $"{command}: {missing.Message}. Install the Pulumi CLI, or hand over what it printed elsewhere with --outputs FILE, once "
                    + "for each stack");
        }
    }
}
