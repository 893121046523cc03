using System.Buffers;
using System.Diagnostics;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population.Census;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>What one shard has of a census that is under way. Used by one grain, within its turns.</summary>
/// <param name="order">The census.</param>
/// <param name="catalog">What is in force.</param>
/// <param name="workspace">The workspace.</param>
/// <param name="shard">The shard, 0 to 31.</param>
/// <param name="reader">Reads people.</param>
internal sealed class CensusShard(CensusOrder order, CatalogInForce catalog, WorkspaceServices workspace, int shard, CensusReader reader)
{
    /// <summary>As many bytes as one answer takes.</summary>
    private const int MostBytes = 1 << 20;

    private const int ActorsOfAPage = 256;

    /// <summary>People who are read at once: the store then serves them together.</summary>
    private const int PeopleAtOnce = 16;

    /// <summary>A page ends earlier where people have a long past: so the silo's other censuses, and the caller, do not wait for long.</summary>
    private static readonly TimeSpan LongestPage = TimeSpan.FromMilliseconds(300);

    private readonly CensusSummary _summary = new(catalog.Catalog);
    private ActorId? _after;
    private byte[]? _gathered;

    /// <summary>Names the census.</summary>
    public Guid Census => order.Census;

    /// <summary>Pages that are counted.</summary>
    public int Pages { get; private set; }

    /// <summary>Whether everybody is counted.</summary>
    public bool IsFinished => _gathered is not null;

    /// <summary>Whether somebody has come to a newer catalog.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>Whether this program gathers what is asked for.</summary>
    public bool GathersWhatIsAsked => _summary.Gathers.SequenceEqual(order.Sections, StringComparer.Ordinal);

    /// <summary>Counts the next page: all of it, or, where that fails, none.</summary>
    /// <returns>Whether there is another one.</returns>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    public async Task<bool> CountPageAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var actors = await workspace.Journal.ActorsAsync(shard, _after, ActorsOfAPage, workspace.Removed);
        var (page, done) = (new CensusSummary(catalog.Catalog), 0);
        foreach (var some in actors.Chunk(PeopleAtOnce))
        {
            IsOutdated |= !await CountAsync(page, some);
            done += some.Length;
            if (IsOutdated)
            {
                return false;
            }

            if (Stopwatch.GetElapsedTime(began) >= LongestPage)
            {
                break;
            }
        }

        _summary.Merge(page);
        Pages++;
        if (done > 0)
        {
            _after = actors[done - 1];
        }

        if (done < actors.Count || done == ActorsOfAPage)
        {
            return true;
        }

        var bytes = new ArrayBufferWriter<byte>();
        _summary.Write(bytes);
        _gathered = bytes.WrittenSpan.ToArray();
        return false;
    }

    /// <summary>What was gathered, from an offset on, as far as an answer takes it.</summary>
    public CensusAnswer Answer(int offset)
    {
        var gathered = _gathered ?? throw new InvalidOperationException("not everybody is counted");
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)gathered.Length, nameof(offset));
        var part = gathered.AsSpan(offset, Math.Min(MostBytes, gathered.Length - offset));
        return new CensusAnswer((byte)CensusProgress.Finished, Pages, gathered.Length, part.ToArray());
    }

    /// <summary>Reads some people at once; what is read comes into the page one after the other, since all of this runs within one grain's turn.</summary>
    private async Task<bool> CountAsync(CensusSummary page, ActorId[] actors)
    {
        var sample = new CensusSample(order.Sample);
        var counted = await Task.WhenAll(actors.Select(actor => reader.CountAsync(page, actor, catalog, order.Now, sample, workspace)));
        return Array.TrueForAll(counted, static isCurrent => isCurrent);
    }
}
