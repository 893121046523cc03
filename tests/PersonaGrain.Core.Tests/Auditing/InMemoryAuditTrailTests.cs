using PersonaGrain.Auditing;
using PersonaGrain.Testing;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Core.Tests.Auditing;

/// <summary>The trail of a process without a store.</summary>
public sealed class InMemoryAuditTrailTests
{
    [Fact]
    public async Task Append_beyond_what_is_kept_lets_the_oldest_go()
    {
        var trail = new InMemoryAuditTrail();
        for (var number = 0; number <= IAuditTrail.Kept; number++)
        {
            await trail.AppendAsync(new AuditEntry(Some.Now, AuditKeys.None, AuditAction.CatalogReplaced, WorkspaceName.Main, $"{number}"), CancellationToken.None);
        }

        (await trail.ReadAsync(3, 10, CancellationToken.None)).ShouldHaveSingleItem().Entry.Detail.ShouldBe("1");
    }

    /// <summary>They stand in stores.</summary>
    [Fact]
    public void Actions_keep_their_numbers() => Enum.GetValues<AuditAction>().Select(static action => $"{(int)action} {action}").ShouldBe(
    [
        "0 KeyMade", "1 KeyTakenAway", "2 WorkspaceAdded", "3 WorkspaceRemoved", "4 LimitsChanged", "5 CatalogReplaced", "6 WeightsChanged", "7 QuarantineReplayed", "8 QuarantineDiscarded",
        "9 IdentityUnlinked", "10 RulesApplied", "11 MemberSet", "12 MemberRemoved",
    ]);
}
