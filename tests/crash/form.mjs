// What a person fills into a form, and the buttons that stand on a message.

/** What an input of a form takes when a person fills it in: texts get `text`, the rest the first choice. */
function filled(block, text) {
    const { element } = block;
    const first = element.options?.[0] ?? element.option_groups?.[0]?.options[0];
    switch (element.type) {
        case 'plain_text_input':
            return { type: element.type, value: block.optional ? null : text };
        case 'users_select':
            return { type: element.type, selected_user: element.initial_user ?? null };
        case 'multi_users_select':
            return { type: element.type, selected_users: element.initial_users ?? [] };
        case 'checkboxes':
            return { type: element.type, selected_options: element.initial_options ?? [] };
        default:
            return {
                type: element.type,
                selected_option: element.initial_option ?? (block.optional ? null : first),
            };
    }
}

export function formValues(view, text) {
    const inputs = view.blocks.filter(block => block.type === 'input');
    return Object.fromEntries(
        inputs.map(block => [block.block_id, { [block.element.action_id]: filled(block, text) }]),
    );
}

/** The buttons of a message: {block_id, action_id, value} with their label. */
export function buttons(message) {
    return (message.blocks ?? [])
        .filter(block => block.type === 'actions')
        .flatMap(block =>
            block.elements
                .filter(element => element.type === 'button')
                .map(element => ({ ...element, block_id: block.block_id, label: element.text.text })),
        );
}
