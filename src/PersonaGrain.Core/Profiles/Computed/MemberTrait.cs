using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>A trait of an account that is worked out from its members. It keeps nothing of its own.</summary>
/// <remarks>O(members), but for the count and share of those that were active within a time, which is O(log members) while nobody changes.</remarks>
internal sealed class MemberTrait(string name, ComputedTraitDocument.OfMembers document) : ComputedTrait(name)
{
    private readonly long _window = document.Filter.ActiveWithin?.Ticks ?? 0;

    /// <summary>The trait of members that it asks for; null for none.</summary>
    internal string? Asked => document.Trait;

    private bool CountsActiveAlone => _window > 0 && document.Filter is { Segment: null, Role: null };

    /// <inheritdoc />
    internal override ComputedValue Evaluate(in EvaluationContext context)
    {
        var now = context.Now;
        if (context.State.Members is not { Count: > 0 } members)
        {
            return ComputedValue.Always(document.Computation is MemberComputation.Count or MemberComputation.Sum ? AttributeValue.Of(0L) : default);
        }

        var tally = document.Trait is null && CountsActiveAlone ? CountActive(members.Seen, now) : Tally(members, now);
        var accuracy = members.IsTruncated ? TraitAccuracy.Truncated : TraitAccuracy.Exact;
        return new ComputedValue(ValueOf(tally, members.Count), accuracy, tally.ValidUntil);
    }

    private AttributeValue ValueOf(in MemberTally tally, int members) => document.Computation switch
    {
        MemberComputation.Count => AttributeValue.Of((long)tally.Count),
        MemberComputation.Share => AttributeValue.Of(Math.Round((double)tally.Count / members, 9)),
        MemberComputation.Sum => AttributeValue.Of(Amount.ToNumber(tally.Sum)),
        _ when tally.Count == 0 => default,
        MemberComputation.Mean => AttributeValue.Of(Math.Round(Amount.Mean(tally.Sum, tally.Count), 9)),
        MemberComputation.Min => AttributeValue.Of(tally.Least),
        _ => AttributeValue.Of(tally.Greatest),
    };

    private MemberTally CountActive(ReadOnlySpan<long> seen, long now)
    {
        var from = now - _window;
        var place = seen.BinarySearch(from + 1);
        place = place < 0 ? ~place : FirstOf(seen, place);
        return new MemberTally { Count = seen.Length - place, ValidUntil = place < seen.Length ? seen[place] + _window : long.MaxValue };
    }

    private static int FirstOf(ReadOnlySpan<long> seen, int place)
    {
        while (place > 0 && seen[place - 1] == seen[place])
        {
            place--;
        }

        return place;
    }

    private MemberTally Tally(Members members, long now)
    {
        var tally = new MemberTally { ValidUntil = long.MaxValue, Least = double.PositiveInfinity, Greatest = double.NegativeInfinity };
        foreach (var member in members.All)
        {
            if (!Takes(member, now, ref tally))
            {
                continue;
            }

            if (document.Trait is null)
            {
                tally.Count++;
            }
            else if (member.Traits?.Find(document.Trait) is { IsNumber: true } value)
            {
                tally.Add(value.Number);
            }
        }

        return tally;
    }

    private bool Takes(Member member, long now, ref MemberTally tally)
    {
        var filter = document.Filter;
        if ((filter.Role is not null && !string.Equals(filter.Role, member.Role, StringComparison.Ordinal))
            || (filter.Segment is not null && Array.IndexOf(member.Segments, filter.Segment) < 0))
        {
            return false;
        }

        if (_window == 0)
        {
            return true;
        }

        var until = member.LastSeen.Ticks + _window;
        tally.ValidUntil = until > now ? Math.Min(tally.ValidUntil, until) : tally.ValidUntil;
        return until > now;
    }

    /// <summary>What was seen of the members so far.</summary>
    private struct MemberTally
    {
        internal int Count;
        internal Int128 Sum;
        internal double Least;
        internal double Greatest;
        internal long ValidUntil;

        internal void Add(double value)
        {
            Count++;
            Sum += Amount.FromNumber(value);
            Least = Math.Min(Least, value);
            Greatest = Math.Max(Greatest, value);
        }
    }
}
