using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SessionStore.Ops.Aws;

/// <summary>
/// The AWS CLI, with the credentials and endpoints of the SDK: for a command on an instance, or a parameter of a group, a person would use
/// it, too, so that what an error says can be typed.
/// </summary>
internal static class AwsCli
{
    /// <summary>Calls an operation.</summary>
    /// <param name="service">As the CLI names it, such as ssm.</param>
    /// <param name="operation">As the CLI names it, such as send-command.</param>
    /// <param name="input">The members of the request (https://docs.aws.amazon.com/cli/latest/reference/).</param>
    /// <returns>The answer; an empty object for none.</returns>
    /// <exception cref="OpsException">The CLI is missing, or fails; the message says what it printed.</exception>
    public static async Task<JsonObject> CallAsync(
        string service, string region, string operation, object input, CancellationToken cancellationToken)
    {
        var typed = $"aws {service} {operation} --region {region}";
        var patience = ServiceClients.Patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        string[] arguments =
        [
            service, operation, "--region", region, "--output", "json", "--cli-connect-timeout", patience, "--cli-read-timeout", patience,
            "--cli-input-json", JsonSerializer.Serialize(input),
        ];
        try
        {
            // Whatever the person's settings are: a pager would wait for somebody.
            using var aws = Process.Start(new ProcessStartInfo("aws", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["AWS_PAGER"] = "" },
            })!;
            var error = aws.StandardError.ReadToEndAsync(cancellationToken);
            var output = await aws.StandardOutput.ReadToEndAsync(cancellationToken);
            await aws.WaitForExitAsync(cancellationToken);
            return aws.ExitCode == 0
                ? JsonNode.Parse(output.Trim() is { Length: > 0 } json ? json : "{}")!.AsObject()
                : throw new OpsException($"{typed}: {(await error).Trim()}");
        }
        catch (Win32Exception missing)
        {
            throw new OpsException($"{typed}: {missing.Message}. This command needs the AWS CLI: install it "
                + "(https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html)");
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            throw new OpsException($"{typed}: expected a JSON object");
        }
    }
}
