using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PersonaGrain.Accounts;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Gateway.Tokens;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Scoring;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Profiles;

/// <summary>Reads of one profile.</summary>
/// <remarks>
/// <see cref="ProfileAsync"/> is the hot one: 1. parse the id, 2. ask the grid, 3. write the JSON straight into the response.
/// Measured against an empty endpoint that returns the same bytes by the <c>gateway</c> benchmark.
/// </remarks>
internal sealed class ProfileEndpoints(GridCalls grid, Refusals refusals)
{
    internal const string WhySource = "why";
    private const int MaximumTimeline = 100;

    /// <summary>A profile as of now.</summary>
    internal Task ProfileAsync(HttpContext context, string id)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem))
        {
            return refusals.RefuseAsync(context, "profile", problem!);
        }

        if (context.Request.QueryString.HasValue && context.Request.Query.ContainsKey("at"))
        {
            return AsOfAsync(context, named);
        }

        // Not cancelled when the caller leaves: a read is over sooner than listening for that costs.
        var call = grid.Grid.ProfileAsync(named.Key, CancellationToken.None);
        if (!call.IsCompletedSuccessfully)
        {
            return WaitAsync(context, call, named);
        }

#pragma warning disable VSTHRD103 // it is complete
        var view = call.Result;
#pragma warning restore VSTHRD103
        return view is null && named.IsPlain ? WaitAsync(context, new ValueTask<ProfileView?>(view), named) : Answer(context, view);
    }

    /// <summary>
    /// Reads of the profile that the query names: clients and servers take <c>.</c> and <c>..</c> in a path for steps, so that no path can hold
    /// these ids.
    /// </summary>
    internal Task ByQueryAsync(HttpContext context, Func<HttpContext, string, Task> read)
    {
        string? id = context.Request.Query["id"];
        return string.IsNullOrEmpty(id)
            ? refusals.RefuseAsync(context, "profile", new Problem("invalid_parameter", "id names the profile to read; send it, as in ?id=ada", "id"))
            : read(context, id);
    }

    /// <summary>The scores, plain or taken apart.</summary>
    internal async Task ScoresAsync(HttpContext context, string id)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem) ||
            !PathText.TryFlag(context.Request, "explain", out var explain, out problem) ||
            !TryAt(context, out var at, out problem))
        {
            await refusals.RefuseAsync(context, "scores", problem!);
            return;
        }

        if (explain && context.Features.Get<OpenedProfile>() is not null)
        {
            await refusals.RefuseAsync(context, "scores", new Problem("outside_token", "the token opens scores, not what they are made of", "explain"));
            return;
        }

        if (at is not null)
        {
            var (_, reading) = await ReadAsync(context, named, at);
            await (reading is null ? refusals.RefuseAsync(context, "scores", Unknown(at))
                : explain ? JsonAnswer.WriteAsync(context, (reading.Id.Value, at, reading.Scores()), WriteExplained)
                : JsonAnswer.WriteAsync(context, reading.View(), WritePlain));
            return;
        }

        if (explain)
        {
            var (found, scores) = await named.FindAsync(key => grid.Within(grid.Grid.ExplainAsync(key, context.RequestAborted), context.RequestAborted));
            await (scores is null ? Unknown(context, "scores") : JsonAnswer.WriteAsync(context, (found.Value, at, scores), WriteExplained));
            return;
        }

        var (_, view) = await named.FindAsync(key => grid.Within(grid.Grid.ProfileAsync(key, context.RequestAborted), context.RequestAborted));
        await (view is null ? Unknown(context, "scores") : JsonAnswer.WriteAsync(context, view, WritePlain));
    }

    /// <summary>The newest signals.</summary>
    internal async Task TimelineAsync(HttpContext context, string id)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem) ||
            !PathText.TryNumber(context.Request, "limit", MaximumTimeline, 1, MaximumTimeline, out var limit, out problem) ||
            !TryAt(context, out var at, out problem))
        {
            await refusals.RefuseAsync(context, "timeline", problem!);
            return;
        }

        var (found, entries) = await named.FindAsync(key => at is { } then
            ? grid.Within(ending => grid.Grid.Times.TimelineAsync(key, then, limit, ending), context.RequestAborted)
            : grid.Within(grid.Grid.TimelineAsync(key, limit, context.RequestAborted), context.RequestAborted));
        await (entries is null
            ? refusals.RefuseAsync(context, "timeline", Unknown(at))
            : JsonAnswer.WriteAsync(context, (found.Value, at, entries), WriteTimeline));
    }

    /// <summary>Why a profile is in a segment, or is not.</summary>
    internal async Task WhyAsync(HttpContext context, string id, string segment)
    {
        if (!PathText.TryProfile(context, id, grid.Grid.Catalog.Identities, out var named, out var problem) || !TryAt(context, out var at, out problem))
        {
            await refusals.RefuseAsync(context, WhySource, problem!);
            return;
        }

        segment = PathText.WithSlashes(context, segment);
        var (_, known) = await named.FindAsync(async key =>
            await grid.Within(ending => grid.Grid.Times.WhyAsync(key, segment, at, ending), context.RequestAborted) is var answer and not WhyResult.UnknownProfile ? answer : null);
        await (known switch
        {
            WhyResult.Explained explained => JsonAnswer.WriteAsync(context, explained.Explanation, WhyJson.Write),
            WhyResult.UnknownSegment => refusals.RefuseAsync(context, WhySource, new Problem(
                "unknown_segment",
                $"the catalog has no such segment of {(AccountKey.IsAccount(named.Key) ? "accounts" : "people")}{NearName.Hint(segment, grid.Grid.Catalog.Segments.Select(static one => one.Name))}",
                "segment")),
            _ => refusals.RefuseAsync(context, WhySource, Unknown(at)),
        });
    }

    /// <summary>The instant that is asked for. A token opens what is now alone: the past is put together anew for each question.</summary>
    internal static bool TryAt(HttpContext context, out Instant? at, out Problem? problem)
    {
        if (PathText.TryAt(context.Request, out at, out problem) && at is not null && context.Features.Get<OpenedProfile>() is not null)
        {
            problem = new Problem("outside_token", "the token opens what is now", "at");
        }

        return problem is null;
    }

    /// <summary>Nothing is known of a profile, or was not yet.</summary>
    internal static Problem Unknown(Instant? at) => new(
        "unknown_profile",
        at is { } then ? $"nothing that counts was observed for this profile up to {then}; ask for a later instant, or without 'at'" : "nothing was ever observed for this profile",
        "id");

    private async Task AsOfAsync(HttpContext context, NamedIdentity named)
    {
        if (!TryAt(context, out var at, out var problem))
        {
            await refusals.RefuseAsync(context, "profile", problem!);
            return;
        }

        var (_, found) = await ReadAsync(context, named, at);
        await (found is null ? refusals.RefuseAsync(context, "profile", Unknown(at)) : JsonAnswer.WriteAsync(context, found.View(), ProfileJson.Write));
    }

    private ValueTask<(ProfileId Key, ProfileReading? Found)> ReadAsync(HttpContext context, NamedIdentity named, Instant? at) =>
        named.FindAsync(key => grid.Within(ending => grid.Grid.Times.ReadAsync(key, at, ending), context.RequestAborted));

    private async Task WaitAsync(HttpContext context, ValueTask<ProfileView?> call, NamedIdentity named)
    {
        var view = await grid.Within(call, CancellationToken.None);
        if (view is null && named.Otherwise is { } other)
        {
            view = await grid.Within(grid.Grid.ProfileAsync(other, CancellationToken.None), CancellationToken.None);
        }

        await Answer(context, view);
    }

    private Task Answer(HttpContext context, ProfileView? view) => view is null
        ? Unknown(context, "profile")
        : JsonAnswer.WriteAsync(context, view, context.Features.Get<OpenedProfile>() is null ? ProfileJson.Write : ProfileJson.WriteWithoutTraits);

    private Task Unknown(HttpContext context, string source) =>
        refusals.RefuseAsync(context, source, Unknown(null));

    private static void WritePlain(Utf8JsonWriter writer, ProfileView view)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, view.Id.Value);
        InstantJson.Write(writer, "asOf"u8, view.AsOf);
        writer.WriteStartObject("scores"u8);
        foreach (var (name, score) in view.Scores)
        {
            writer.WriteNumber(name, score);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteExplained(Utf8JsonWriter writer, (string Id, Instant? AsOf, IReadOnlyList<ScoreExplanation> Scores) answer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, answer.Id);
        InstantJson.WriteKnown(writer, "asOf"u8, answer.AsOf);
        writer.WriteStartArray("scores"u8);
        foreach (var score in answer.Scores)
        {
            ScoreJson.Write(writer, score);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTimeline(Utf8JsonWriter writer, (string Id, Instant? AsOf, IReadOnlyList<TimelineEntry> Entries) answer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, answer.Id);
        InstantJson.WriteKnown(writer, "asOf"u8, answer.AsOf);
        writer.WriteStartArray("signals"u8);
        foreach (var entry in answer.Entries)
        {
            TimelineJson.Write(writer, entry);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
