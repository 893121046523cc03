using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>What a token opens. As a feature of a request it says that the request showed a good one, for an operation that it opens.</summary>
/// <param name="Workspace">The workspace of the profile.</param>
/// <param name="Created">When that workspace was added: one of the same name that came later is another. Default for <c>main</c>.</param>
/// <param name="Profile">The one profile.</param>
/// <param name="Expires">From then on the token opens nothing.</param>
internal sealed record OpenedProfile(WorkspaceName Workspace, Instant Created, ProfileId Profile, DateTimeOffset Expires);
