using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Grains.Schedule;

/// <summary>What was due in one round, told from what is due in another: how many wake-ups, and a mix of them in any order.</summary>
internal readonly record struct ScheduleRound(int Count, int Mix)
{
    /// <summary>Whether nothing was due.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The round with one more.</summary>
    public ScheduleRound With(WorkspaceWake due) => new(Count + 1, Mix ^ due.GetHashCode());
}
