using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Auditing;
using PersonaGrain.Catalogs;
using PersonaGrain.Gateway.Keys;
using PersonaGrain.Gateway.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tests.Keys;

public sealed class KeyRingTests
{
    private static readonly WorkspaceName Acme = WorkspaceName.Parse("acme");

    [Fact]
    public void Scopes_are_those_of_every_list_that_has_the_key()
    {
        var keys = new GatewayKeys { Write = { "w1", "w2", "both" }, Read = { "r", "both" }, Admin = { "a" }, Token = { "t" } };
        var ring = Ring(keys);

        ring.Find("w2").ShouldBe(OfMain(KeyScope.Write));
        ring.Find("r").ShouldBe(OfMain(KeyScope.Read));
        ring.Find("both").ShouldBe(OfMain(KeyScope.Write | KeyScope.Read));
        ring.Find("a").ShouldBe(OfMain(KeyRing.All));
        ring.Find("t").ShouldBe(OfMain(KeyScope.Token));
        ring.Find("w").ShouldBeNull();
        ring.Find(new string('k', 5_000)).ShouldBeNull();
        ring.IsGuarded.ShouldBeTrue();
        ring.HasOperator.ShouldBeTrue();
    }

    [Fact]
    public void Without_any_key_everything_is_open()
    {
        var ring = Ring(new GatewayKeys());

        (ring.IsGuarded, ring.HasOperator).ShouldBe((false, false));
        ring.Find("any").ShouldBeNull();
    }

    [Fact]
    public void Key_of_a_workspace_opens_that_one_from_the_moment_it_is_there()
    {
        var directory = new ListedWorkspaces();
        var ring = Ring(new GatewayKeys(), directory);
        ring.Find("secret").ShouldBeNull();

        directory.Set(new Workspace(Acme, default) { Keys = [Key("secret", WorkspaceScopes.Write), Key("admin", WorkspaceScopes.Admin)] });

        Opens(ring, "secret").ShouldBe((Acme, KeyScope.Write));
        Opens(ring, "admin").ShouldBe((Acme, KeyRing.All));
        (ring.IsGuarded, ring.HasOperator).ShouldBe((true, false));
        var shown = new ShownWorkspace(Acme) { Key = ring.Find("secret")!.Value.Mark };
        ring.StillOpens(shown).ShouldBeTrue();

        directory.Set(new Workspace(Acme, default));
        (ring.Find("secret"), ring.IsGuarded, ring.StillOpens(shown)).ShouldBe((null, false, false));
    }

    [Fact]
    public void Request_whose_key_is_taken_away_changes_nothing_more_and_keeps_its_name()
    {
        var directory = new ListedWorkspaces();
        var ring = Ring(new GatewayKeys(), directory);
        var context = new DefaultHttpContext();
        KeyRing.CallerOf(context).ShouldBe(AuditKeys.None);
        directory.Set(new Workspace(Acme, default) { Keys = [Key("secret", WorkspaceScopes.Admin, "k1")] });
        var known = ring.Find("secret")!.Value;
        context.Features.Set(new ShownWorkspace(Acme) { Key = known.Mark, KeyId = known.Id });
        ring.Ended(context).ShouldBeNull();

        directory.Set(new Workspace(Acme, default));

        ring.Ended(context)!.Code.ShouldBe("invalid_key");
        KeyRing.CallerOf(context).ShouldBe("k1");
    }

    [Fact]
    public void Request_without_a_key_changes_nothing_more_once_there_is_one()
    {
        var directory = new ListedWorkspaces();
        var ring = Ring(new GatewayKeys(), directory);
        var context = new DefaultHttpContext();
        context.Features.Set(ShownWorkspace.OpenMain);
        ring.Ended(context).ShouldBeNull();

        directory.Set(new Workspace(WorkspaceName.Main, default) { Keys = [Key("secret", WorkspaceScopes.Admin)] });

        ring.Ended(context)!.Code.ShouldBe("missing_key");
    }

    [Fact]
    public void Configured_key_stays_one_of_main_where_a_workspace_has_the_same()
    {
        var directory = new ListedWorkspaces();
        directory.Set(new Workspace(Acme, default) { Keys = [Key("same", WorkspaceScopes.Admin)] });

        Ring(new GatewayKeys { Read = { "same" } }, directory).Find("same").ShouldBe(OfMain(KeyScope.Read));
    }

    [Fact]
    public void Admin_key_of_main_manages_workspaces_and_the_last_one_is_known()
    {
        var directory = new ListedWorkspaces();
        var main = new Workspace(WorkspaceName.Main, default) { Keys = [Key("admin", WorkspaceScopes.Admin), Key("writer", WorkspaceScopes.Write, "other")] };
        directory.Set(main);

        var ring = Ring(new GatewayKeys(), directory);

        ring.HasOperator.ShouldBeTrue();
        (ring.IsLastOperator(main, "id"), ring.IsLastOperator(main, "other")).ShouldBe((true, false));
        Ring(new GatewayKeys { Admin = { "a" } }, directory).IsLastOperator(main, "id").ShouldBeFalse();
    }

    private static KnownKey? OfMain(KeyScope scopes) => new(WorkspaceName.Main, scopes, KeyMark.Configured, AuditKeys.Settings);

    private static (WorkspaceName Workspace, KeyScope Scopes)? Opens(KeyRing ring, string key) =>
        ring.Find(key) is { } known ? (known.Workspace, known.Scopes) : null;

    private static WorkspaceKey Key(string key, WorkspaceScopes scopes, string id = "id") =>
        new(id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), scopes, default);

    private static KeyRing Ring(GatewayKeys keys, IGridDirectory? directory = null) =>
        new(keys, new ServedDirectory(new ServiceCollection().AddSingleton(directory ?? new ListedWorkspaces()).BuildServiceProvider()), TimeProvider.System);

    /// <summary>Workspaces without grids: a key ring asks for no more.</summary>
    private sealed class ListedWorkspaces : IGridDirectory
    {
        public IReadOnlyList<Workspace> Workspaces { get; private set; } = [];

        public long Version { get; private set; } = 1;

        public IAuditTrail Audit { get; } = new InMemoryAuditTrail();

        public void Set(params Workspace[] workspaces) => (Workspaces, Version) = (workspaces, Version + 1);

        public IProfileGrid? Find(WorkspaceName workspace) => null;

        public ValueTask RefreshAsync(CancellationToken cancellation) => default;

        public ValueTask<WorkspaceChange> AddAsync(Workspace workspace, CatalogDocument catalog, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<WorkspaceChange> ChangeAsync(WorkspaceName workspace, Func<Workspace, Workspace?> change, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<WorkspaceChange> RemoveAsync(WorkspaceName workspace, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
