using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Conditions.Traits;

/// <summary>The value of a computed trait, which time alone may change; and where the date lies that it holds, where that is asked for.</summary>
internal sealed class ComputedTraitCondition : Condition
{
    /// <summary>How many changes of the value a cheap verdict looks ahead.</summary>
    private const int CheapSteps = 16;

    /// <summary>More days than there are between any two instants.</summary>
    private const double MostDays = 4_000_000;

    private readonly ComputedTrait _trait;
    private readonly ValueTester _tester;
    private readonly DateTest? _date;
    private readonly long[] _risesTo;

    internal ComputedTraitCondition(ComputedTrait trait, ValueTester tester, DateTest? date)
    {
        (_trait, _tester, _date) = (trait, tester, date);
        _risesTo = !trait.Rises ? [] : [.. tester.Boundaries.Where(static number => number is >= 0 and < MostDays)
            .SelectMany(static number => new[] { (long)Math.Ceiling(number), (long)Math.Floor(number) + 1 }).Distinct().Order()];
    }

    internal override Verdict Evaluate(in EvaluationContext context)
    {
        var (value, _, until) = _trait.Evaluate(context);
        var verdict = Test(value, context.Now);
        if (_trait.Rises && value.IsNumber)
        {
            return Rise((long)value.Number, until, verdict.Holds);
        }

        for (var steps = 0; until < verdict.ValidUntil && (context.Exact || steps < CheapSteps); steps++)
        {
            var (later, _, next) = _trait.Evaluate(context with { Now = until });
            if (Test(later, until).Holds != verdict.Holds)
            {
                break;
            }

            until = next;
        }

        return verdict with { ValidUntil = Math.Min(until, verdict.ValidUntil) };
    }

    private Verdict Test(in AttributeValue value, long now) =>
        !_tester.Matches(value) ? Verdict.Always(false)
        : _date is null ? Verdict.Always(true)
        : value.Kind == AttributeKind.Text && DateOrTime.TryParse(value.Text, out var date) ? _date.Evaluate(date, now)
        : Verdict.Always(false);

    /// <summary>Of days that only rise the truth changes at the numbers of the tests alone.</summary>
    private Verdict Rise(long days, long until, bool holds)
    {
        foreach (var number in _risesTo)
        {
            if (number > days && _tester.Matches((double)number) != holds)
            {
                return new Verdict(holds, until + ((number - days - 1) * TimeSpan.TicksPerDay));
            }
        }

        return Verdict.Always(holds);
    }
}
