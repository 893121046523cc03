using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain;

/// <summary>One profile under one catalog, played by hand.</summary>
internal sealed class Player
{
    private static readonly ProfileId Id = ProfileId.Parse("somebody");
    private int _signals;

    internal Player(CatalogDocument document)
    {
        Machine = A.Machine(document);
        State = Machine.Create(A.Start);
    }

    internal ProfileMachine Machine { get; set; }

    internal ProfileState State { get; set; }

    internal ProfileEffects Effects { get; } = new();

    internal Instant Now { get; set; } = A.Start;

    internal IReadOnlyList<MembershipChange> Changes => [.. Effects.All.Where(effect => effect.Change is not null).Select(effect => effect.Change!.Value)];

    internal IReadOnlyList<string> Segments => [.. View().Memberships.Select(membership => membership.Segment)];

    internal ObservationVerdict Observe(string type, TimeSpan? at = null, double? value = null, params TraitChange[] traits) =>
        Observe(A.Signal($"id-{_signals++}", type, at is { } span ? Now + span : Now, value, traits));

    internal ObservationVerdict Observe(Signal signal) => Machine.Observe(State, signal, Now, Effects);

    internal void Pass(TimeSpan span)
    {
        Now += span;
        Machine.Advance(State, Now, Effects);
    }

    internal ProfileView View()
    {
        Machine.Advance(State, Now, Effects);
        return Machine.View(Id, State, Now);
    }

    internal byte[] Snapshot()
    {
        var buffer = new ArrayBufferWriter<byte>();
        Machine.WriteSnapshot(State, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
