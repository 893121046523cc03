using System.Diagnostics;
using PersonaGrain.Grains.Client;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Population.Census;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Population;

/// <summary>One census that is under way. All of it runs within the turns of one grain: no lock is needed.</summary>
internal sealed class CensusRun(IGrainFactory grains, WorkspaceNumber workspace, CatalogInForce catalog, Instant now, CensusSample sample)
{
    /// <summary>How long a call is tried again while storage is away, or silos come and go. A page that waits for its turn is answered before, and called anew.</summary>
    private static readonly TimeSpan RetryTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Silos that may be lost while one shard is counted.</summary>
    private const int MostLosses = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CensusSummary _summary = new(catalog.Catalog);
    private CensusResult? _refused;
    private int _next;

    /// <summary>Counts all shards, some of them at once.</summary>
    /// <exception cref="JournalUnavailableException">A shard could not be counted for long.</exception>
    public async Task<CensusResult> TakeAsync(int atOnce, CancellationTokenSource ending)
    {
        var order = new CensusOrder(Guid.NewGuid(), catalog.Version, catalog.Publication.Number, now, sample.Most, [.. _summary.Gathers]);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(atOnce, Shards.SegmentCount)).Select(_ => WorkAsync()));
        return _refused ?? new CensusResult.Taken(_summary);

        async Task WorkAsync()
        {
            try
            {
                while (_refused is null && _next < Shards.SegmentCount)
                {
                    await CountAsync(order, new ActorShard(workspace, _next++), ending.Token);
                }
            }
            catch
            {
                await ending.CancelAsync();
                throw;
            }
        }
    }

    private async Task CountAsync(CensusOrder order, ActorShard shard, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IPopulationCensusGrain>(shard.ToKey());
        for (var (page, losses) = (0, 0); _refused is null && losses < MostLosses;)
        {
            var answer = await CallAsync(() => grain.CountAsync(order, page), cancellation);
            if (answer.Progress == CensusProgress.Finished && await ReadAsync(grain, order, answer, cancellation) is { } gathered)
            {
                Add(gathered);
                return;
            }

            switch (answer.Progress)
            {
                case CensusProgress.Counted:
                    page = answer.Next;
                    break;
                case CensusProgress.Finished or CensusProgress.Lost:
                    (page, losses) = (0, losses + 1);
                    break;
                case CensusProgress.Outdated:
                    _refused = CensusResult.Outdated.Instance;
                    break;
                default:
                    _refused = CensusResult.Differs.Instance;
                    break;
            }
        }

        if (_refused is null)
        {
            throw new JournalUnavailableException("a shard of the population could not be counted: it was lost again and again", LongestPause);
        }
    }

    /// <summary>All that a shard gathered; null where the rest of it is lost.</summary>
    internal static async Task<byte[]?> ReadAsync(IPopulationCensusGrain grain, CensusOrder order, CensusAnswer first, CancellationToken cancellation)
    {
        if (first.Bytes!.Length == first.Length)
        {
            return first.Bytes;
        }

        var gathered = new byte[first.Length];
        first.Bytes.CopyTo(gathered, 0);
        for (var read = first.Bytes.Length; read < gathered.Length;)
        {
            var offset = read;
            var answer = await CallAsync(() => grain.ReadAsync(order.Census, offset), cancellation);
            if (answer is not { Progress: CensusProgress.Finished, Bytes: { Length: > 0 } bytes })
            {
                return null;
            }

            bytes.CopyTo(gathered, read);
            read += bytes.Length;
        }

        return gathered;
    }

    private void Add(byte[] gathered)
    {
        try
        {
            _summary.Merge(CensusSummary.Read(catalog.Catalog, gathered));
        }
        catch (FormatException)
        {
            _refused = CensusResult.Differs.Instance;
        }
    }

    private static async Task<CensusAnswer> CallAsync(Func<Task<CensusAnswer>> call, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call().WaitAsync(cancellation);
            }
            catch (Exception fault) when (
                (fault is JournalUnavailableException || GrainCalls.IsPassing(fault)) && Stopwatch.GetElapsedTime(began) < RetryTimeout)
            {
                // The page is counted all or nothing, and once: it is safe to ask again.
            }

            await Task.Delay(pause, cancellation);
        }
    }
}
