using Microsoft.AspNetCore.Authorization;

namespace PersonaGrain.Dashboard.Access;

/// <summary>Whoever sees pages has a key that reads, or none is needed.</summary>
internal sealed class ReaderRequirement : IAuthorizationRequirement
{
    /// <summary>The name of the policy.</summary>
    internal const string Policy = "personagrain:dashboard";

    /// <summary>The only one.</summary>
    internal static readonly ReaderRequirement Instance = new();
}

/// <summary>Decides it.</summary>
internal sealed class ReaderHandler(KeySessions sessions) : AuthorizationHandler<ReaderRequirement>
{
    /// <inheritdoc />
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ReaderRequirement requirement)
    {
        if (sessions.Of(context.User) is not null)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
