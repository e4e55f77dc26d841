using System.Xml.Linq;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal.Live;

/// <summary>Connects the emulated services with the real servers, and writes down what they see.</summary>
internal sealed class Wiring(LiveStage stage)
{
    /// <summary>Makes the control plane show and change the servers' roles, and the stage hear of it.</summary>
    public void Connect()
    {
        foreach (var region in stage.Regions)
        {
            Connect(region);
        }
        stage.World.Route53.Changed = RecordAsync;
    }

    private void Connect(LiveRegion region)
    {
        var member = region.Local.Member;
        member.RoleAsync = () => stage.Datastore.RoleAsync(region);
        member.RoleSeen = role =>
        {
            if (stage.Clock.IsRunning)
            {
                stage.Note($"the function of {region.Name} sees the role {role ?? "of no member"}", detail: true);
            }
        };
        // The API answers when it has accepted a promotion, which then goes on by itself, and accepts no other one meanwhile.
        member.FailoverAsync = name =>
        {
            SetStatus("modifying");
            stage.Note($"ElastiCache accepts the promotion of {name}", disturbs: name);
            stage.Begin(PromoteAsync(stage.Regions.Single(candidate => candidate.Name == name)));
            return Task.CompletedTask;
        };
        member.DisassociateAsync = name => stage.Datastore.DisassociateAsync(stage.Regions.Single(candidate => candidate.Name == name));
        member.MembersAsync = async () => await Task.WhenAll(stage.Regions.Select(async other => new XElement(
            "GlobalReplicationGroupMember",
            new XElement("ReplicationGroupId", other.Group),
            new XElement("ReplicationGroupRegion", other.Name),
            new XElement("Role", await stage.Datastore.RoleAsync(other)))));
        var measure = region.Local.Invocations.Invoked;
        region.Local.Invocations.Invoked = (message, invocation) =>
        {
            stage.TakeOver.Invoked(region.Name, message, invocation);
            if (message.Contains("Promoted", StringComparison.Ordinal) || !invocation.Outcome.Succeeded)
            {
                var outcome = invocation.Outcome.Succeeded ? "done" : $"failed ({invocation.Outcome.Error})";
                var took = $"{(invocation.Cold ? "cold start, " : "")}{invocation.Took.TotalMilliseconds:0} ms";
                stage.Note($"function in {region.Name}: {took}, {outcome}: {message}", detail: true);
            }
            return measure(message, invocation);
        };
    }

    private async Task PromoteAsync(LiveRegion region)
    {
        try
        {
            await stage.Datastore.PromoteAsync(region, text => stage.Note(text));
        }
        finally
        {
            SetStatus("available");
        }
    }

    private void SetStatus(string status)
    {
        foreach (var member in stage.Regions.Select(region => region.Local.Member))
        {
            member.DatastoreStatus = status;
        }
    }

    private async Task RecordAsync(string by, string? target)
    {
        if (target is null)
        {
            return;
        }
        var region = stage.Regions.SingleOrDefault(candidate => candidate.Name == by);
        var to = stage.Regions.SingleOrDefault(candidate => candidate.Server.Host == target)?.Name ?? target;
        var at = stage.Clock.Elapsed;
        stage.Note($"{stage.World.WriterName} leads to {to}");
        var pinned = region is not null && await stage.World.PinAsync() == region.Group;
        stage.Changes.Enqueue(new(at, by, to, region?.Local.Member.LastRole, pinned));
    }
}
