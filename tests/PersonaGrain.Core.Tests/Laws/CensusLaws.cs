using System.Buffers;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>A census is a sum over people: in any parts, in any order, and without those who were taken out as if they had never been there.</summary>
public sealed class CensusLaws
{
    private const int People = 8;
    private static readonly ProfileMachine Machine = A.Machine(LawCatalog.Document);
    private static readonly Instant Now = A.Start + TimeSpan.FromSeconds(700);

    [Fact]
    public void Any_parts_in_any_order_give_the_same_and_whoever_is_taken_out_was_never_there() => Law.Holds(Arrival.Many(), arrivals =>
    {
        var lives = Lives(arrivals);
        var whole = Count(lives);
        var parts = Count(lives.Where((_, index) => index % 3 == 2));
        parts.Merge(CensusSummary.Read(Machine.Catalog, Bytes(Count(lives.Where((_, index) => index % 3 != 2).Reverse()))));
        Bytes(parts).ShouldBe(Bytes(whole));

        foreach (var life in lives.Where((_, index) => index % 2 == 0))
        {
            whole.Add(life.Subject, -1);
            whole.Learn(life.History, -1);
        }

        Bytes(whole).ShouldBe(Bytes(Count(lives.Where((_, index) => index % 2 == 1))));
    }, runs: 60);

    /// <summary>The signals dealt out to some people.</summary>
    private static (CensusSubject Subject, CensusHistory History)[] Lives(Arrival[] arrivals) => [.. arrivals.GroupBy(arrival => MessageFingerprint.Of(arrival.Signal.Id) % People).Select(life =>
    {
        var player = new Player(Machine);
        foreach (var call in life.GroupBy(arrival => (arrival.At + 9) / 10))
        {
            player.Call(A.Start + TimeSpan.FromSeconds(call.Key * 10), [.. call.Select(arrival => arrival.Signal)]);
        }

        player.PassTo(Now);
        var id = ProfileId.Parse($"person-{life.Key}");
        Signal[] signals = [.. life.Select(arrival => arrival.Signal).DistinctBy(signal => signal.Id).OrderBy(signal => signal.Time)];
        return (new CensusSubject(id, Machine, player.State, Now), new CensusHistory(id, Machine, signals, Now));
    })];

    private static CensusSummary Count(IEnumerable<(CensusSubject Subject, CensusHistory History)> lives)
    {
        var summary = new CensusSummary(Machine.Catalog);
        foreach (var (subject, history) in lives)
        {
            summary.Add(subject);
            summary.Learn(history);
        }

        return summary;
    }

    private static byte[] Bytes(CensusSummary summary)
    {
        var buffer = new ArrayBufferWriter<byte>();
        summary.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
