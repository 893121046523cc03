using Orleans.Placement;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>Counts the people of its shard from what is stored, a page at a time. It keeps what it gathered in memory only, until that is read.</summary>
[HashBasedPlacement]
[GrainType(TypeName)]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class PopulationCensusGrain(WorkspaceRegistry workspaces, CensusReader reader, CensusPace pace) : Grain, IPopulationCensusGrain
{
    private const string TypeName = "personagrain.population-census";

    /// <summary>What a silo's manifest names it by.</summary>
    internal static readonly GrainType Type = GrainType.Create(TypeName);

    private ActorShard _key;
    private WorkspaceServices _workspace = workspaces.Main;
    private CensusShard? _census;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ActorShard.Parse(this.GetPrimaryKeyLong());
        _workspace = workspaces.Of(_key.Workspace);
        return Task.CompletedTask;
    }

    public async Task<CensusAnswer> CountAsync(CensusOrder order, int page)
    {
        if (_census?.Census != order.Census && page > 0)
        {
            return CensusAnswer.Of(CensusProgress.Lost);
        }

        // Somebody else's census may be the newer one: whoever calls last has the shard, and the other one hears that its own is lost.
        if (await InForceAsync(order) is not { } catalog)
        {
            return End(CensusProgress.Outdated);
        }

        if (_census?.Census != order.Census)
        {
            _census = new CensusShard(order, catalog, _workspace, _key.Number, reader);
        }

        return _census.GathersWhatIsAsked ? await CountAsync(_census, page) : End(CensusProgress.Differs);
    }

    public Task<CensusAnswer> ReadAsync(Guid census, int offset) => Task.FromResult(
        _census is { IsFinished: true } known && known.Census == census ? Read(known, offset) : CensusAnswer.Of(CensusProgress.Lost));

    private async Task<CensusAnswer> CountAsync(CensusShard census, int page)
    {
        if (page == census.Pages && !census.IsFinished)
        {
            await pace.RunAsync(census.CountPageAsync);
        }

        return census.IsOutdated ? End(CensusProgress.Outdated)
            : census.IsFinished ? Read(census, 0)
            : CensusAnswer.Of(CensusProgress.Counted, census.Pages);
    }

    /// <summary>What was gathered; with the last of it the grain leaves memory, and where that answer is not heard the shard is counted again.</summary>
    private CensusAnswer Read(CensusShard census, int offset)
    {
        var answer = census.Answer(offset);
        if (offset + answer.Bytes!.Length == answer.Length)
        {
            DeactivateOnIdle();
        }

        return answer;
    }

    private CensusAnswer End(CensusProgress progress)
    {
        _census = null;
        return CensusAnswer.Of(progress);
    }

    /// <summary>What is in force, where it is what the census is of.</summary>
    private async Task<CatalogInForce?> InForceAsync(CensusOrder order)
    {
        var catalog = await _workspace.Catalogs.CurrentAsync(order.Catalog);
        if (catalog.Version == order.Catalog && catalog.Publication.Number < order.Publication)
        {
            catalog = await _workspace.Catalogs.RefreshAsync() ?? catalog;
        }

        return catalog.Version == order.Catalog && catalog.Publication.Number == order.Publication ? catalog : null;
    }
}
