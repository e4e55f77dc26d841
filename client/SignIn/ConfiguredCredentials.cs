using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SessionStore.Client.Naming;
using SessionStore.Client.Telemetry;

namespace SessionStore.Client.SignIn;

/// <summary>Where the options are read from, to hear of changes.</summary>
internal sealed record OptionsSource(IConfiguration Section);

/// <summary>
/// Token, user and password as the configuration has them now. A change that does not pass the checks is reported and not used.
/// </summary>
internal sealed class ConfiguredCredentials : ICredentials, IDisposable
{
    private readonly IOptionsFactory<SessionStoreOptions> _factory;
    private readonly ILogger _logger;
    private readonly IDisposable[] _changes;
    private readonly IamTokens? _iam;
    private volatile SessionStoreOptions _options;

    public ConfiguredCredentials(
        IOptions<SessionStoreOptions> options, IOptionsFactory<SessionStoreOptions> factory, IEnumerable<OptionsSource> sources,
        ILogger<ConfiguredCredentials> logger)
    {
        (_options, _factory, _logger) = (options.Value, factory, logger);
        _iam = _options.Auth == AuthenticationMode.Iam ? new(_options) : null;
        _changes = [.. sources.Select(source => ChangeToken.OnChange(source.Section.GetReloadToken, Reload))];
    }

    /// <summary>What signs in is different from before.</summary>
    public event Action? Changed;

    /// <inheritdoc/>
    public ValueTask<SessionStoreCredentials> GetAsync(StoreEndpoint endpoint, CancellationToken cancellationToken)
    {
        var options = _options;
        return options switch
        {
            { Auth: AuthenticationMode.None } => default,
            { Auth: AuthenticationMode.Iam } => _iam!.GetAsync(endpoint, cancellationToken),
            { Credentials: { } ask } => ask(cancellationToken),
            { Auth: AuthenticationMode.Token } => new(new SessionStoreCredentials(null, options.AuthToken)),
            _ => new(new SessionStoreCredentials(options.UserName, options.Password)),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_changes, change => change.Dispose());

    // Not through IOptionsMonitor: what is wrong would be thrown at whoever reloads the configuration.
    private void Reload()
    {
        SessionStoreOptions options;
        try
        {
            options = _factory.Create(Options.DefaultName);
        }
        catch (OptionsValidationException wrong)
        {
            Log.ConfigurationRefused(_logger, wrong.Message);
            return;
        }
        var before = _options;
        if (options.Auth != before.Auth && (options.Auth == AuthenticationMode.Iam || before.Auth == AuthenticationMode.Iam))
        {
            Log.ConfigurationRefused(_logger, $"Auth was {before.Auth} and is {options.Auth}: that takes a restart");
            return;
        }
        if ((options.Auth, options.AuthToken, options.UserName, options.Password)
            != (before.Auth, before.AuthToken, before.UserName, before.Password))
        {
            _options = options;
            Log.CredentialsChanged(_logger);
            Changed?.Invoke();
        }
    }
}
