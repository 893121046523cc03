using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Postgres.Journal;

/// <summary>Events of a commit, in the order they get their positions.</summary>
internal sealed class EventRows
{
    public List<string> Profiles { get; } = [];

    public List<short> Shards { get; } = [];

    public List<short> Kinds { get; } = [];

    public List<string> Subjects { get; } = [];

    public List<long> Instants { get; } = [];

    public List<int> Versions { get; } = [];

    public List<double?> Scores { get; } = [];

    public void Add(ProfileId profile, JournalEntry entry)
    {
        var @event = entry.ToEvent(0, profile);
        Profiles.Add(profile.Value);
        Shards.Add((short)Grid.Storage.Shards.OfSegment(profile));
        Kinds.Add((short)@event.Kind);
        Subjects.Add(@event.Subject);
        Instants.Add(@event.At.Ticks);
        Versions.Add(@event.Version);
        Scores.Add((entry as JournalEntry.Changed)?.Change.Score);
    }
}
