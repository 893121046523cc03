using PersonaGrain.Profiles.Traits;

namespace PersonaGrain.Profiles;

/// <summary>Copies a profile, so that time can pass over the copy, or another thread can look at it, while the original lives on.</summary>
internal static class ProfileCopy
{
    /// <summary>A copy with everything but the remembered ids: it is for looking, and takes no signals.</summary>
    /// <remarks>One allocation for each ring, window, timeline and trait; no reading or writing of a stored form.</remarks>
    internal static ProfileState Of(ProfileState state)
    {
        var copy = new ProfileState(state.Tallies.Length, state.Segments.Length, state.Triggers.Length, state.Computed?.Length ?? 0, state.Sequences?.Length ?? 0)
        {
            AsOf = state.AsOf,
            Signals = state.Signals,
            WakeAt = state.WakeAt,
            IsIncomplete = state.IsIncomplete,
            FirstSeen = state.FirstSeen,
            LastSeen = state.LastSeen,
            Settlement = state.Settlement,
            MovedBy = state.MovedBy,
            Person = state.Person,
            Belongings = state.Belongings?.Clone(),
            Members = state.Members?.Clone(),
            HasIncompleteTies = state.HasIncompleteTies,
            IncompleteTallies = (bool[]?)state.IncompleteTallies?.Clone(),
            IncompleteTraits = (bool[]?)state.IncompleteTraits?.Clone(),
            IncompleteSequences = (bool[]?)state.IncompleteSequences?.Clone(),
            FormerSegments = state.FormerSegments is { } segments ? new(segments) : null,
            FormerTriggers = state.FormerTriggers is { } triggers ? new(triggers) : null,
        };
        for (var index = 0; index < copy.Tallies.Length; index++)
        {
            copy.Tallies[index] = state.Tallies[index].Clone();
        }

        state.Segments.CopyTo(copy.Segments.AsSpan());
        for (var index = 0; index < copy.Triggers.Length; index++)
        {
            copy.Triggers[index] = state.Triggers[index];
            copy.Triggers[index].Timeline = state.Triggers[index].Timeline?.Clone();
        }

        for (var index = 0; index < copy.Computed?.Length; index++)
        {
            copy.Computed[index] = state.Computed![index]?.Clone();
        }

        for (var index = 0; index < copy.Sequences?.Length; index++)
        {
            copy.Sequences[index] = state.Sequences![index]?.Clone();
        }

        copy.Traits.CopyFrom(state.Traits);
        return copy;
    }
}
