using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>However a set of signals is cut into calls and in whatever order the calls come, the profile is the same: that of a brute force over all of them.</summary>
public sealed class OrderLaws
{
    private static readonly ProfileMachine Machine = LawStanding.Machine(LawCatalog.Document);
    private static readonly Instant AllArrived = A.Start + TimeSpan.FromSeconds(310);

    [Fact]
    public void Any_partition_into_calls_and_any_order_of_calls_gives_the_same_profile() => Law.Holds(Arrival.Many(), arrivals =>
    {
        Player[] players = [AsTheyArrive(arrivals), InOrder(arrivals), AtOnce(arrivals), Shuffled(arrivals, 1), Shuffled(arrivals, 2)];
        var oracle = new Oracle(LawCatalog.Document) { Cuts = LawStanding.Cuts };
        oracle.Add(arrivals.Select(arrival => arrival.Signal));
        for (var later = 0; later < 400; later += 57)
        {
            foreach (var player in players)
            {
                player.PassTo(AllArrived + TimeSpan.FromSeconds(later));
                player.ShouldBeAs(oracle);
                player.ShouldBeLike(players[0]);
            }
        }
    }, runs: 150);

    /// <summary>Late ones late; those that come within ten seconds in one call.</summary>
    private static Player AsTheyArrive(Arrival[] arrivals)
    {
        var player = new Player(Machine);
        foreach (var call in arrivals.GroupBy(arrival => (arrival.At + 9) / 10))
        {
            player.Call(A.Start + TimeSpan.FromSeconds(call.Key * 10), [.. call.Select(arrival => arrival.Signal)]);
        }

        return player;
    }

    /// <summary>Each one when it happens.</summary>
    private static Player InOrder(Arrival[] arrivals)
    {
        var player = new Player(Machine);
        foreach (var signal in arrivals.Select(arrival => arrival.Signal).OrderBy(signal => signal.Time))
        {
            player.Call(signal.Time, signal);
        }

        return player;
    }

    private static Player AtOnce(Arrival[] arrivals)
    {
        var player = new Player(Machine);
        player.Call(AllArrived - TimeSpan.FromSeconds(1), [.. arrivals.Select(arrival => arrival.Signal).Reverse()]);
        return player;
    }

    /// <summary>In an order by chance, in calls of sizes by chance, while time passes.</summary>
    private static Player Shuffled(Arrival[] arrivals, int seed)
    {
        var player = new Player(Machine);
        var signals = arrivals.Select(arrival => arrival.Signal).OrderBy(signal => MessageFingerprint.Of($"{seed}-{signal.Id}")).ToArray();
        var now = A.Start + TimeSpan.FromSeconds(250);
        for (var taken = 0; taken < signals.Length;)
        {
            var size = 1 + (int)(MessageFingerprint.Of($"{seed} {taken}") % 4);
            Signal[] call = [.. signals.Skip(taken).Take(size)];
            now = Instant.Max(now + TimeSpan.FromSeconds(1), call.Max(signal => signal.Time));
            player.Call(now, call);
            taken += call.Length;
        }

        return player;
    }
}
