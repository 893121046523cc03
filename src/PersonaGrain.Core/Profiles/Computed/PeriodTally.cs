using PersonaGrain.Binary;
using PersonaGrain.Catalogs;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Profiles.Computed;

/// <summary>The days or weeks on which there were signals, of all time: how many, and how many without a gap up to now.</summary>
/// <remarks>
/// 16 bytes for each run of consecutive ones, at most <see cref="SignalTrait.Keep"/> of them; the earliest give way, and stay counted. A signal costs a binary
/// search, an evaluation too.
/// </remarks>
internal sealed class PeriodTally : TraitTally
{
    private PeriodRuns _runs = new();

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.Periods;

    /// <inheritdoc />
    internal override int EstimatedBytes => 24 + _runs.EstimatedBytes;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf) => _runs.Add(trait.Calendar!.NumberOf(time), trait.Keep);

    /// <inheritdoc />
    internal override ComputedValue Evaluate(SignalTrait trait, long now) => trait.Computation == TraitComputation.Streak
        ? Streak(trait.Calendar!, now)
        : new ComputedValue(AttributeValue.Of(_runs.Count), _runs.IsUncertain ? TraitAccuracy.Truncated : TraitAccuracy.Exact, long.MaxValue);

    /// <inheritdoc />
    internal override TraitTally Clone() => new PeriodTally { _runs = _runs.Clone() };

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer) => _runs.Write(writer);

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader) => _runs.Read(ref reader);

    /// <summary>A streak lives on through the period after its last one, in which it can still be carried on. What is dated ahead counts when its period begins.</summary>
    private ComputedValue Streak(CalendarPeriods calendar, long now)
    {
        var present = calendar.NumberOf(now);
        var index = _runs.FirstFrom(present - 1);
        if (index == _runs.Runs)
        {
            return ComputedValue.Always(AttributeValue.Of(0L));
        }

        var (first, last) = _runs[index];
        if (first > present)
        {
            return new ComputedValue(AttributeValue.Of(0L), TraitAccuracy.Exact, calendar.StartOf(first));
        }

        // A run that begins where those begin that were forgotten may have been longer.
        var accuracy = _runs.Floor >= 0 && first == _runs.Floor + 1 ? TraitAccuracy.Truncated : TraitAccuracy.Exact;
        var until = calendar.StartOf(last == present ? present + 2 : present + 1);
        return new ComputedValue(AttributeValue.Of(Math.Min(last, present) - first + 1), accuracy, until);
    }
}
