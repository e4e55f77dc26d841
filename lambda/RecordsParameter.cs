using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SessionStore.Failover;

/// <summary>The parameter in which this Region's function keeps what it knows of the records, through Systems Manager.</summary>
/// <param name="name">The parameter's name.</param>
/// <param name="client">Systems Manager.</param>
internal sealed class RecordsParameter(string name, IAmazonSimpleSystemsManagement client)
{
    /// <summary>The parameter's name.</summary>
    public string Name => name;

    /// <summary>The value.</summary>
    /// <exception cref="FailoverException">It could not be read.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.GetParameterAsync(new GetParameterRequest { Name = name }, cancellationToken)
                .ConfigureAwait(false);
            return response.Parameter?.Value ?? string.Empty;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailoverException($"Parameter {name} could not be read: {e.Message}", e);
        }
    }

    /// <summary>Replaces the value, whatever it is: a parameter has no compare-and-set.</summary>
    /// <exception cref="FailoverException">It could not be written.</exception>
    public async Task WriteAsync(string value, CancellationToken cancellationToken)
    {
        var request = new PutParameterRequest { Name = name, Value = value, Type = ParameterType.String, Overwrite = true };
        try
        {
            await client.PutParameterAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailoverException($"Parameter {name} could not be written: {e.Message}", e);
        }
    }
}
