using Amazon;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace SessionStore.Lambda.Tests.Support;

/// <summary>Parameter Store with one parameter, as the stage has made it.</summary>
internal sealed class FakeSystemsManager() : AmazonSimpleSystemsManagementClient(new AnonymousAWSCredentials(), RegionEndpoint.USEast2)
{
    /// <summary>The most characters of a parameter of the standard tier ("Managing parameter tiers" in the user guide).</summary>
    private const int MostCharacters = 4096;

    private readonly List<string> _versions = ["{}"];

    /// <summary>The value; set, it is what another process has written.</summary>
    public string Value
    {
        get => _versions[^1];
        set => _versions.Add(value);
    }

    public int Gets { get; private set; }

    public int Puts { get; private set; }

    /// <summary>Runs before a value is read.</summary>
    public Action OnGet { get; set; } = () => { };

    /// <summary>Runs before a value is written: what another process does at the worst moment, or a failure.</summary>
    public Action OnPut { get; set; } = () => { };

    public override Task<GetParameterResponse> GetParameterAsync(
        GetParameterRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Gets++;
        OnGet();
        // "name:version" in GetParameter of the API reference.
        var version = request.Name.Split(':') is [_, var selector] ? int.Parse(selector) : _versions.Count;
        Assert.That(request.Name.Split(':')[0], Is.EqualTo(World.Parameter));
        return Task.FromResult(new GetParameterResponse
        {
            Parameter = new Parameter { Name = World.Parameter, Value = _versions[version - 1], Version = version },
        });
    }

    public override Task<PutParameterResponse> PutParameterAsync(
        PutParameterRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Puts++;
        OnPut();
        Assert.That((request.Name, request.Overwrite, request.Type), Is.EqualTo((World.Parameter, (bool?)true, ParameterType.String)));
        Assert.That(request.Value, Has.Length.InRange(1, MostCharacters).And.Not.Contain("{{"), "a value refers to no other parameter");
        Value = request.Value;
        return Task.FromResult(new PutParameterResponse { Version = _versions.Count });
    }
}
