namespace SessionStore.Infra.Tests.Stages;

/// <remarks>Proof limit: mocks refuse what FakeCloud knows that AWS refuses, and nothing else.</remarks>
[TestFixture("primary", 82)]
[TestFixture("secondary", 91)]
[TestFixture("tertiary", 106)]
public class EveryResourceTests(string stack, int least)
{
    private StageRun _stage = null!;

    [OneTimeSetUp]
    public async Task Deploy() => _stage = await Deployed.Stack(stack);

    [Test]
    public void A_stage_is_as_large_as_it_was_so_that_the_other_tests_look_at_something() =>
        Assert.That(_stage.Resources, Has.Count.GreaterThanOrEqualTo(least));

    [Test]
    public void The_one_provider_has_the_Region_and_the_tags_of_everything()
    {
        var provider = _stage.Only("pulumi:providers:aws");
        Assert.Multiple(() =>
        {
            Assert.That(provider.Text("region"),
                Is.EqualTo(stack switch { "primary" => "us-east-1", "secondary" => "us-east-2", _ => "us-west-2" }));
            Assert.That(provider.Has("assumeRoles") || provider.Has("allowedAccountIds") || provider.Has("profile"), Is.False);
            var tags = provider.Json("defaultTags").GetProperty("tags");
            Assert.That(
                tags.EnumerateObject().Select(tag => $"{tag.Name}={tag.Value}"),
                Is.EquivalentTo(new[] { "Project=session-store", $"Stack={stack}", "SessionStore=session-store", "ManagedBy=Pulumi" }));
            Assert.That(_stage.Calls, Has.All.Matches<Called>(call => call.Provider.Contains("::aws::", StringComparison.Ordinal)));
        });
    }

    [Test]
    public void Data_and_the_zone_are_protected_unless_the_user_says_otherwise()
    {
        string[] guarded = stack == "primary"
            ? ["cache-replication-group", "cache-global-replication-group", "dns-zone", "dns-writer"]
            : ["cache-replication-group"];
        Assert.That(_stage.Resources.Where(resource => resource.Protect == true).Select(resource => resource.Name),
            Is.EquivalentTo(guarded));
    }

    [Test]
    public async Task Without_deletion_protection_the_zone_goes_with_an_operators_pin_in_it()
    {
        var stage = await Deployed.With(stack, ("session-store:deletionProtection", "false"));
        Assert.Multiple(() =>
        {
            Assert.That(stage.All("aws:route53/zone:Zone").Select(zone => zone["forceDestroy"]), Is.All.True);
            Assert.That(_stage.All("aws:route53/zone:Zone").Select(zone => zone["forceDestroy"]), Is.All.False);
        });
    }

    [Test]
    public void Each_resource_belongs_to_the_component_whose_name_it_bears()
    {
        var children = _stage.Resources.Where(resource =>
            resource.Type.StartsWith("aws:", StringComparison.Ordinal) && resource.Parent is not null).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(children, Has.Length.GreaterThanOrEqualTo(least - 20));
            Assert.That(children,
                Has.All.Matches<Registered>(child => child.Name.StartsWith($"{child.Parent}-", StringComparison.Ordinal)));
        });
    }

    [Test]
    public void No_logical_name_begins_with_sg_because_EC2_refuses_the_name_that_Pulumi_would_make_of_it() =>
        Assert.That(_stage.All("aws:ec2/securityGroup:SecurityGroup").Select(group => group.Name), Has.None.StartsWith("sg"));

    [Test]
    public async Task A_preview_shows_the_same_resources_as_an_update()
    {
        var preview = await Deployed.Preview(stack);
        Assert.That(
            preview.Resources.Select(resource => $"{resource.Type} {resource.Name}"),
            Is.EquivalentTo(_stage.Resources.Select(resource => $"{resource.Type} {resource.Name}")));
    }
}
