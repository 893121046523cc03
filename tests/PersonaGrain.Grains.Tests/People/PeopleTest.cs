using Microsoft.Extensions.DependencyInjection;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.People;

/// <summary>What tests of people share: a visitor and a user who are the same person, and further processes of the cluster.</summary>
public abstract class PeopleTest : ClusterTest
{
    protected const string Visitor = "anonymous:7f3";
    protected const string Ann = "ann";

    private readonly List<WorkspaceClient> _others = [];

    /// <summary>A gateway that has met none of the people yet.</summary>
    protected IProfileGrid AnotherProcess()
    {
        var client = Cluster.Orleans.Client.ServiceProvider;
        var other = new WorkspaceClient(client.GetRequiredService<ClientServices>(), client.GetRequiredService<WorkspaceRegistry>().Main);
        _others.Add(other);
        return other.Grid;
    }

    public override async Task DisposeAsync()
    {
        _others.ForEach(static other => other.Dispose());
        await base.DisposeAsync();
    }

    protected static Identity Named(string text) =>
        Identity.TryParse(text, IdentityKinds.Standard, out var identity, out var fault) ? identity : throw new ArgumentException(fault.Message, nameof(text));

    protected async Task<LinkResult> LinkAsync(params string[] identities) => await Grid.LinkAsync([.. identities.Select(Named)], Deadline);

    protected static Observation Viewed(string identity, string id) => Some.Observation(identity, id: id);

    /// <summary>How many signals the person of an identity has, and which identity holds it; as a process of the cluster sees it.</summary>
    protected async Task<(string Id, long Signals)> SeenAsync(string identity, IProfileGrid? by = null)
    {
        var view = (await (by ?? Grid).ProfileAsync(Some.Profile(identity), Deadline)).ShouldNotBeNull();
        return (view.Id.Value, view.Signals);
    }

    protected async Task<ObservationStatus[]> ObserveAsync(IProfileGrid by, params Observation[] observations) =>
        [.. (await by.ObserveAsync(observations, Deadline)).ShouldBeOfType<ObserveResult.Observed>().Outcomes.Select(outcome => outcome.Status)];
}
